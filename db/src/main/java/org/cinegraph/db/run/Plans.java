package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.RunTally.RunId;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.plan.PlanJson;

/// Plans, with the last used ones kept in memory: they never change, so this is safe to lose and
/// never stale.
public final class Plans {
  private static final int KEPT = 64;

  private final Map<RunId, Plan> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<RunId, Plan> eldest) {
          return size() > KEPT;
        }
      };

  /// The plan of a run that has been planned.
  ///
  /// @throws RunGone there is none
  public Plan of(Sql sql, UUID tenant, UUID run) throws SQLException {
    RunId id = new RunId(tenant, run);
    synchronized (kept) {
      Plan known = kept.get(id);
      if (known != null) {
        return known;
      }
    }
    Plan plan = read(sql, id);
    synchronized (kept) {
      kept.put(id, plan);
    }
    return plan;
  }

  static Digest store(Sql sql, UUID tenant, Plan plan) throws SQLException {
    String body = CanonicalJson.write(PlanJson.write(plan));
    Digest digest = Digest.of(body);
    sql.update(
        "INSERT INTO plan (tenant_id, digest, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        tenant,
        digest,
        body);
    return digest;
  }

  private static Plan read(Sql sql, RunId id) throws SQLException {
    return sql.row(
            """
            SELECT p.body FROM plan p JOIN run r
              ON r.tenant_id = p.tenant_id AND r.plan_digest = p.digest
            WHERE r.tenant_id = ? AND r.id = ?
            """,
            row -> PlanJson.read(CanonicalJson.parse(row.text("body"))),
            id.tenant(),
            id.run())
        .orElseThrow(() -> new RunGone("Run " + id.run() + " has no plan"));
  }
}
