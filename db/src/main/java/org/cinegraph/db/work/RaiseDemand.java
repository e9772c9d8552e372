package org.cinegraph.db.work;

import java.sql.SQLException;
import java.util.List;
import org.cinegraph.db.Sql;
import org.cinegraph.graph.declaration.Demand;

/// Raises what a work asks for after an attempt ran out of memory: by half, and to what it could
/// not have at once where that is known, so that it goes to a worker with more that is free, and
/// has more of it for itself. Not beyond what the largest connected worker has: there it runs
/// alone, and if that is not enough it fails, instead of waiting for a machine that nobody has.
final class RaiseDemand {
  static final double FACTOR = 1.5;

  /// Of a node type that declares nothing and needed something all the same.
  static final long LEAST_BYTES = 256L << 20;

  private RaiseDemand() {}

  /// @return the demand from now on; the one before where no worker has more
  static Demand raise(Sql sql, OpenAttempt attempt, Shortage shortage) throws SQLException {
    WorkRequest request = attempt.request();
    Demand raised = raised(request.demand(), shortage, workers(sql));
    if (raised.equals(request.demand())) {
      return raised;
    }
    sql.update(
        "UPDATE work SET request = ? WHERE tenant_id = ? AND id = ?",
        WorkRequestJson.write(request.raisedTo(raised)),
        attempt.tenant(),
        attempt.work());
    return raised;
  }

  /// @param deviceBytes of its GPU; 0: it has none, and takes both demands from the host's memory
  record Worker(long hostBytes, long deviceBytes) {
    /// How much of the way from one demand to a larger one it can go: 1 where it holds the larger.
    double share(Demand from, Demand to) {
      double host = from.hostMemoryBytes();
      double device = from.deviceMemoryBytes();
      double moreHost = to.hostMemoryBytes() - host;
      double moreDevice = to.deviceMemoryBytes() - device;
      return deviceBytes > 0
          ? Math.min(share(hostBytes - host, moreHost), share(deviceBytes - device, moreDevice))
          : share(hostBytes - host - device, moreHost + moreDevice);
    }

    private static double share(double free, double more) {
      return free >= more ? 1 : Math.max(0, free / more);
    }
  }

  static Demand raised(Demand demand, Shortage shortage, List<Worker> workers) {
    boolean declared = demand.hostMemoryBytes() + demand.deviceMemoryBytes() > 0;
    Demand base =
        declared
            ? demand
            : new Demand(demand.device(), 0, LEAST_BYTES, demand.preemptible(), demand.labels());
    Demand wanted =
        with(
            base,
            Math.max((long) (base.deviceMemoryBytes() * FACTOR), shortage.deviceBytes()),
            Math.max((long) (base.hostMemoryBytes() * FACTOR), shortage.hostBytes()));
    double share =
        workers.stream().mapToDouble(worker -> worker.share(base, wanted)).max().orElse(0);
    return with(
        base,
        between(base.deviceMemoryBytes(), wanted.deviceMemoryBytes(), share),
        between(base.hostMemoryBytes(), wanted.hostMemoryBytes(), share));
  }

  private static long between(long from, long to, double share) {
    return share == 1 ? to : from + (long) ((to - from) * share);
  }

  private static Demand with(Demand base, long deviceBytes, long hostBytes) {
    return new Demand(base.device(), deviceBytes, hostBytes, base.preemptible(), base.labels());
  }

  private static List<Worker> workers(Sql sql) throws SQLException {
    return sql.rows(
        """
        SELECT w.host_memory_bytes, coalesce((
            SELECT d.memory_bytes FROM device d
            WHERE d.worker_id = w.id AND d.kind = 'cuda' ORDER BY d.ordinal LIMIT 1), 0) AS gpu
        FROM worker w WHERE w.connected
        """,
        row -> new Worker(row.number("host_memory_bytes"), row.number("gpu")));
  }
}
