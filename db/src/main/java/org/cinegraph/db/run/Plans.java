package org.cinegraph.db.run;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.cinegraph.db.Sql;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.plan.PlanText;

/// Plans, with the last used ones kept in memory: they never change, so this is safe to lose and
/// never stale. Which plan a run has is asked once in each transaction, because a person may move
/// its waiting nodes to newer node types.
public final class Plans {
  /// A node takes 1 to 2 KB.
  private static final int MOST_NODES = 100_000;

  private final SequencedMap<Key, Plan> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Key, Object> reading = new ConcurrentHashMap<>();
  private long nodesKept;

  /// The plan of a run that has been planned.
  ///
  /// @throws RunGone there is none
  public Plan of(Sql sql, UUID tenant, UUID run) throws SQLException {
    Key key = new Key(tenant, digest(sql, tenant, run));
    Optional<Plan> known = known(key);
    if (known.isPresent()) {
      return known.get();
    }
    // Many threads miss the same plan at once, and a large one takes seconds and much memory to
    // read: one reads it for all.
    synchronized (reading.computeIfAbsent(key, _ -> new Object())) {
      try {
        known = known(key);
        return known.isPresent() ? known.get() : keep(key, read(sql, key));
      } finally {
        reading.remove(key);
      }
    }
  }

  private Optional<Plan> known(Key key) {
    synchronized (kept) {
      return Optional.ofNullable(kept.get(key));
    }
  }

  private Plan keep(Key key, Plan plan) {
    synchronized (kept) {
      if (kept.put(key, plan) == null) {
        nodesKept += plan.nodes().size();
      }
      while (nodesKept > MOST_NODES && kept.size() > 1) {
        nodesKept -= kept.pollFirstEntry().getValue().nodes().size();
      }
      return plan;
    }
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

  /// Keeps a plan, in memory as well: the whole of its run asks for it next.
  Digest store(Sql sql, UUID tenant, Plan plan) throws SQLException {
    PlanText text = PlanText.of(plan);
    int added =
        sql.update(
            "INSERT INTO plan (tenant_id, digest, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            tenant,
            text.digest(),
            text.head());
    for (int place = 0; added > 0 && place < text.parts().size(); place++) {
      sql.update(
          "INSERT INTO plan_part (tenant_id, plan_digest, place, body) VALUES (?, ?, ?, ?)",
          tenant,
          text.digest(),
          place,
          text.parts().get(place));
    }
    keep(new Key(tenant, text.digest()), plan);
    return text.digest();
  }

  /// Gives a run, whose row is locked, another plan of the same nodes.
  void replace(Sql sql, RunRow run, Plan plan) throws SQLException {
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
    PlanText.Reading reading =
        sql.row(
                "SELECT body FROM plan WHERE tenant_id = ? AND digest = ?",
                row -> new PlanText.Reading(row.text("body")),
                key.tenant(),
                key.digest())
            .orElseThrow(() -> new RunGone("Plan " + key.digest() + " is gone"));
    sql.rows(
        "SELECT body FROM plan_part WHERE tenant_id = ? AND plan_digest = ? ORDER BY place",
        row -> {
          reading.part(row.text("body"));
          return true;
        },
        key.tenant(),
        key.digest());
    return reading.plan();
  }

  private record Key(UUID tenant, Digest digest) {}

  /// The plans of runs, as this transaction found them.
  private static final class Asked {
    final Map<UUID, Digest> digests = new TreeMap<>();
  }
}
