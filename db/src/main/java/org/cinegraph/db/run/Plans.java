package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.cinegraph.db.Sql;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.plan.PlanJson;

/// Plans, with the last used ones kept in memory: they never change, so this is safe to lose and
/// never stale. Which plan a run has is asked once in each transaction, because a person may move
/// its waiting nodes to newer node types.
public final class Plans {
  private static final int KEPT = 64;

  private final Map<Key, Plan> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Plan> eldest) {
          return size() > KEPT;
        }
      };

  /// The plan of a run that has been planned.
  ///
  /// @throws RunGone there is none
  public Plan of(Sql sql, UUID tenant, UUID run) throws SQLException {
    Key key = new Key(tenant, digest(sql, tenant, run));
    synchronized (kept) {
      Plan known = kept.get(key);
      if (known != null) {
        return known;
      }
    }
    Plan plan = read(sql, key);
    synchronized (kept) {
      kept.put(key, plan);
    }
    return plan;
  }

  /// As [#of], where the transaction may have asked before somebody else's was through: a plan that
  /// can grow is looked up once more.
  Plan now(Sql sql, UUID tenant, UUID run) throws SQLException {
    Plan plan = of(sql, tenant, run);
    if (plan.isComplete()) {
      return plan;
    }
    sql.kept(Asked.class, Asked::new).digests.remove(run);
    return of(sql, tenant, run);
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

  /// Gives a run, whose row is locked, another plan of the same nodes.
  static void replace(Sql sql, RunRow run, Plan plan) throws SQLException {
    Digest digest = store(sql, run.tenant(), plan);
    sql.update(
        "UPDATE run SET plan_digest = ? WHERE tenant_id = ? AND id = ?",
        digest,
        run.tenant(),
        run.id());
    forgetUnused(sql, run.tenant(), run.plan().orElseThrow());
    sql.kept(Asked.class, Asked::new).digests.put(run.id(), digest);
  }

  /// Drops a plan, which holds prompts, if no run has it any more.
  public static void forgetUnused(Sql sql, UUID tenant, Digest plan) throws SQLException {
    sql.update(
        """
        DELETE FROM plan WHERE tenant_id = ? AND digest = ? AND NOT EXISTS (
          SELECT 1 FROM run r WHERE r.tenant_id = plan.tenant_id AND r.plan_digest = plan.digest)
        """,
        tenant,
        plan);
  }

  private static Digest digest(Sql sql, UUID tenant, UUID run) throws SQLException {
    Map<UUID, Digest> asked = sql.kept(Asked.class, Asked::new).digests;
    Digest known = asked.get(run);
    if (known != null) {
      return known;
    }
    Digest digest =
        sql.row(
                "SELECT plan_digest FROM run WHERE tenant_id = ? AND id = ?",
                row -> row.optionalDigest("plan_digest"),
                tenant,
                run)
            .flatMap(found -> found)
            .orElseThrow(() -> new RunGone("Run " + run + " has no plan"));
    asked.put(run, digest);
    return digest;
  }

  private static Plan read(Sql sql, Key key) throws SQLException {
    return sql.row(
            "SELECT body FROM plan WHERE tenant_id = ? AND digest = ?",
            row -> PlanJson.read(CanonicalJson.parse(row.text("body"))),
            key.tenant(),
            key.digest())
        .orElseThrow(() -> new RunGone("Plan " + key.digest() + " is gone"));
  }

  private record Key(UUID tenant, Digest digest) {}

  /// The plans of runs, as this transaction found them.
  private static final class Asked {
    final Map<UUID, Digest> digests = new TreeMap<>();
  }
}
