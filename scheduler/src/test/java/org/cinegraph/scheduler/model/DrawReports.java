package org.cinegraph.scheduler.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.Seconds;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// What workers and the leader report, at random.
final class DrawReports {
  private static final SequencedMap<String, PortValue> OUTPUTS = outputs();

  private final RandomGenerator random;
  private final LeaseBook leases;

  DrawReports(RandomGenerator random, LeaseBook leases) {
    this.random = random;
    this.leases = leases;
  }

  /// The process of a worker dies with some of its leases.
  List<Report> crash() {
    return leases.open().stream()
        .filter(_ -> random.nextInt(4) == 0)
        .map(lease -> (Report) new Report.Lost(lease, random.nextBoolean()))
        .toList();
  }

  /// Of open leases and of those that are over: first, late, repeated and made-up reports.
  List<Report> workersReport() {
    List<Report> all = new ArrayList<>();
    for (LeaseKey lease : leases.open()) {
      if (random.nextInt(2) == 0) {
        all.add(report(lease, random.nextInt(20)));
      }
    }
    int late = 1 + all.size() / 3;
    for (int i = 0; i < late; i++) {
      LeaseKey lease = leases.any();
      boolean made = random.nextInt(5) == 0;
      all.add(
          report(
              made ? new LeaseKey(lease.work(), lease.fence(), Digest.of("a guess")) : lease,
              random.nextInt(20)));
    }
    return all;
  }

  static Report done(LeaseKey lease) {
    return new Report.Done(lease, OUTPUTS, Seconds.NONE, "", false);
  }

  private static Report report(LeaseKey lease, int kind) {
    if (kind < 14) {
      return done(lease);
    }
    if (kind < 18) {
      FailureCategory category = kind < 17 ? FailureCategory.TRANSIENT : FailureCategory.FATAL;
      Failure failure = new Failure(kind < 17 ? "transient" : "fatal", category, "It failed");
      return new Report.Failed(lease, failure, Seconds.NONE, "");
    }
    return new Report.Stopped(lease, Seconds.NONE, "");
  }

  private static SequencedMap<String, PortValue> outputs() {
    SequencedMap<String, PortValue> outputs = new LinkedHashMap<>();
    outputs.put("value", new PortValue.Inline(new Value.Text("made")));
    return outputs;
  }
}
