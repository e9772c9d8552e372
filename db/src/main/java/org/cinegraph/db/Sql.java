package org.cinegraph.db;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.cinegraph.db.transition.Transition;
import org.cinegraph.graph.digest.Digest;
import org.jspecify.annotations.Nullable;

/// One transaction, for repository classes: statements with positional arguments.
///
/// Arguments are strings, numbers, booleans, [UUID], [Digest], byte arrays, lists of any of these
/// (as Postgres arrays, for `unnest`) and [Optional] of any (absent is NULL).
public final class Sql {
  private final Connection connection;
  private final SequencedSet<Wakes.Wake> wakes = new LinkedHashSet<>();
  private final List<Transition> transitions = new ArrayList<>();
  private final Map<Class<?>, Object> kept = new IdentityHashMap<>();

  Sql(Connection connection) {
    this.connection = connection;
  }

  public <T> List<T> rows(String text, Reader<T> reader, Object... arguments) throws SQLException {
    try (PreparedStatement statement = prepare(text, arguments);
        ResultSet results = statement.executeQuery()) {
      Row row = new Row(results);
      List<T> rows = new ArrayList<>();
      while (results.next()) {
        rows.add(reader.read(row));
      }
      return rows;
    }
  }

  /// The only row, or none.
  public <T> Optional<T> row(String text, Reader<T> reader, Object... arguments)
      throws SQLException {
    List<T> rows = rows(text, reader, arguments);
    if (rows.size() > 1) {
      throw new IllegalStateException("Expected one row, found " + rows.size());
    }
    return rows.stream().findFirst();
  }

  /// @return how many rows were written
  public int update(String text, Object... arguments) throws SQLException {
    try (PreparedStatement statement = prepare(text, arguments)) {
      return statement.executeUpdate();
    }
  }

  /// The transaction that calls this may be lost in a crash of Postgres although it committed.
  public void commitAsynchronously() throws SQLException {
    update("SET LOCAL synchronous_commit TO off");
  }

  /// Takes [#commitAsynchronously] back.
  public void commitSynchronously() throws SQLException {
    update("SET LOCAL synchronous_commit TO on");
  }

  /// What code keeps for as long as this transaction lasts.
  ///
  /// @param fresh makes it at the first asking
  public <T> T kept(Class<T> kind, Supplier<T> fresh) {
    return kind.cast(kept.computeIfAbsent(kind, _ -> fresh.get()));
  }

  /// Wakes listeners once this transaction has committed.
  void wake(Channel channel, String payload) {
    wakes.add(new Wakes.Wake(channel, payload));
  }

  SequencedSet<Wakes.Wake> wakes() {
    return wakes;
  }

  /// Says what this transaction changes; listeners hear of it once it has committed.
  public void changes(Transition transition) {
    transitions.add(transition);
  }

  List<Transition> transitions() {
    return transitions;
  }

  private PreparedStatement prepare(String text, Object... arguments) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(text);
    try {
      for (int i = 0; i < arguments.length; i++) {
        bind(statement, i + 1, arguments[i]);
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  private void bind(PreparedStatement statement, int index, Object argument) throws SQLException {
    switch (argument) {
      case Optional<?> optional -> {
        if (optional.isPresent()) {
          bind(statement, index, optional.get());
        } else {
          statement.setObject(index, null);
        }
      }
      // Of no element the type is not known here; the statement says it.
      case List<?> list when list.isEmpty() -> statement.setObject(index, "{}", Types.OTHER);
      case List<?> list -> statement.setArray(index, array(list));
      case Digest digest -> statement.setBytes(index, digest.bytes());
      case byte[] bytes -> statement.setBytes(index, bytes);
      case String text -> statement.setString(index, storable(text));
      case Integer number -> statement.setInt(index, number);
      case Long number -> statement.setLong(index, number);
      case Double number -> statement.setDouble(index, number);
      case Boolean flag -> statement.setBoolean(index, flag);
      case UUID id -> statement.setObject(index, id);
      default ->
          throw new IllegalArgumentException("Cannot bind a " + argument.getClass().getName());
    }
  }

  private Array array(List<?> list) throws SQLException {
    List<@Nullable Object> elements = new ArrayList<>(list.size());
    list.forEach(element -> elements.add(unwrapped(element)));
    Object first = elements.stream().filter(Objects::nonNull).findFirst().orElse("");
    if (first instanceof byte[]) {
      // The driver refuses byte[] in an Object[].
      return connection.createArrayOf("bytea", elements.toArray(new byte[0][]));
    }
    String type =
        switch (first) {
          case UUID _ -> "uuid";
          case Integer _ -> "integer";
          case Long _ -> "bigint";
          case Boolean _ -> "boolean";
          case Double _ -> "double precision";
          default -> "text";
        };
    return connection.createArrayOf(type, elements.toArray());
  }

  private static @Nullable Object unwrapped(Object element) {
    return switch (element) {
      case Optional<?> optional -> optional.isPresent() ? unwrapped(optional.get()) : null;
      case Digest digest -> digest.bytes();
      case String text -> storable(text);
      default -> element;
    };
  }

  /// Postgres has no NUL character in texts, and a log or a name from outside may hold one.
  private static String storable(String text) {
    return text.replace('\0', '\uFFFD');
  }

  /// Makes a value of the row that the cursor stands on.
  @FunctionalInterface
  public interface Reader<T> {
    T read(Row row) throws SQLException;
  }
}
