package org.cinegraph.db;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.graph.digest.Digest;

/// The row under the cursor, typed. A column that may be NULL is asked for with `optional...`.
public final class Row {
  private final ResultSet results;

  Row(ResultSet results) {
    this.results = results;
  }

  public String text(String column) throws SQLException {
    return present(column, results.getString(column));
  }

  public Optional<String> optionalText(String column) throws SQLException {
    return Optional.ofNullable(results.getString(column));
  }

  public int integer(String column) throws SQLException {
    return results.getInt(column);
  }

  public Optional<Integer> optionalInteger(String column) throws SQLException {
    return Optional.ofNullable(results.getObject(column, Integer.class));
  }

  public long number(String column) throws SQLException {
    return results.getLong(column);
  }

  public double real(String column) throws SQLException {
    return results.getDouble(column);
  }

  public boolean flag(String column) throws SQLException {
    return results.getBoolean(column);
  }

  public UUID id(String column) throws SQLException {
    return present(column, results.getObject(column, UUID.class));
  }

  public Optional<UUID> optionalId(String column) throws SQLException {
    return Optional.ofNullable(results.getObject(column, UUID.class));
  }

  public byte[] bytes(String column) throws SQLException {
    return present(column, results.getBytes(column));
  }

  public Digest digest(String column) throws SQLException {
    return Digest.ofDigestBytes(bytes(column));
  }

  public Optional<Digest> optionalDigest(String column) throws SQLException {
    return Optional.ofNullable(results.getBytes(column)).map(Digest::ofDigestBytes);
  }

  /// The elements of an array of texts; none where it is NULL.
  public List<String> texts(String column) throws SQLException {
    Array array = results.getArray(column);
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }

  /// The elements of an array of integers; none where it is NULL.
  public List<Integer> integers(String column) throws SQLException {
    Array array = results.getArray(column);
    return array == null ? List.of() : List.of((Integer[]) array.getArray());
  }

  public Instant time(String column) throws SQLException {
    return present(column, results.getObject(column, OffsetDateTime.class)).toInstant();
  }

  public Optional<Instant> optionalTime(String column) throws SQLException {
    return Optional.ofNullable(results.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  private static <T> T present(String column, @org.jspecify.annotations.Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("Column " + column + " is NULL");
    }
    return value;
  }
}
