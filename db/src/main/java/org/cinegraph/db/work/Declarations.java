package org.cinegraph.db.work;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cinegraph.db.Sql;
import org.cinegraph.db.catalog.Catalogs;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.digest.Digest;

/// What node types declare, with the last used ones kept in memory: a row of the catalog never
/// changes, so this is safe to lose and never stale.
final class Declarations {
  private static final int KEPT = 256;

  private final Map<Key, NodeDeclaration> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, NodeDeclaration> eldest) {
          return size() > KEPT;
        }
      };

  private record Key(String type, int version, Digest program) {}

  NodeDeclaration of(Sql sql, OpenAttempt attempt) throws SQLException {
    Key key = new Key(attempt.type(), attempt.version(), attempt.program());
    synchronized (kept) {
      NodeDeclaration known = kept.get(key);
      if (known != null) {
        return known;
      }
    }
    NodeDeclaration read = Catalogs.declaration(sql, key.type(), key.version(), key.program());
    synchronized (kept) {
      kept.put(key, read);
    }
    return read;
  }
}
