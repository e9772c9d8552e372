package org.cinegraph.db.run;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.cinegraph.db.Database;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.ArtifactReference;

/// Asks which memo keys have a result, and changes nothing.
public final class AskMemo {
  private final Database database;
  private final Predicate<ArtifactReference> whole;

  /// @param whole whether the store still has the bytes of an artifact and its parts
  public AskMemo(Database database, Predicate<ArtifactReference> whole) {
    this.database = database;
    this.whole = whole;
  }

  /// Those of the keys whose result a run would take.
  public SortedSet<Digest> remembered(UUID tenant, List<Digest> keys) {
    SortedSet<Digest> remembered = new TreeSet<>();
    database
        .read(sql -> Memo.find(sql, tenant, keys))
        .forEach((key, found) -> {
          if (OutputsJson.artifacts(found.outputs()).stream().allMatch(whole)) {
            remembered.add(key);
          }
        });
    return remembered;
  }
}
