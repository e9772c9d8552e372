package org.cinegraph.bench.chaos;

import java.util.ArrayList;
import java.util.List;
import org.cinegraph.bench.measure.Spread;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;

/// A report as a table for people and as one JSON object for programs.
final class WriteReport {
  private WriteReport() {}

  static List<String> table(ChaosReport report) {
    int renders = report.options().renders();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%-34s %d (seed %d, %.0f s)"
            .formatted("kills", report.kills().size(), report.options().seed(), report.seconds()));
    lines.add(row("  that hit sampling", Long.toString(report.killsThatHitSampling())));
    lines.add(row("  at a named point", Long.toString(count(report, Blow.CrashAt.class))));
    lines.add(
        row("suspended (SIGSTOP, SIGCONT)", Long.toString(count(report, Blow.Suspend.class))));
    lines.add(row("connections cut", Long.toString(count(report, Blow.Cut.class))));
    for (Victim victim : Victim.values()) {
      if (Blow.Cut.isPossible(victim)) {
        lines.add(row("  of " + victim.written(), Long.toString(cuts(report, victim))));
      }
    }
    lines.add(row("renders finished", "%d of %d".formatted(report.finished(), renders)));
    lines.add(row("lost", Integer.toString(report.lost())));
    lines.add(row("duplicated artifacts", Integer.toString(report.duplicated())));
    lines.add(row("questions answered", Integer.toString(report.judged())));
    lines.add(row("identical digests", "%d of %d".formatted(report.identical(), renders)));
    lines.add(
        row(
            "steps computed twice",
            "%d, %.2f per kill; of %d lost attempts %d more than %d after several blows, %d without"
                .formatted(
                    report.repeated().sum(),
                    perKill(report),
                    report.repeated().losses().size(),
                    report.afterSeveralBlows(),
                    ChaosReport.STEPS_BOUND,
                    report.aboveBound().size())));
    lines.add(row("  most by one lost attempt", Integer.toString(report.repeated().most())));
    for (Victim victim : Victim.values()) {
      lines.add(row("recovery after kill of " + victim.written(), recovery(report, victim)));
    }
    return lines;
  }

  static String json(ChaosReport report) {
    FieldWriter object =
        new FieldWriter()
            .integer("seed", report.options().seed())
            .integer("kills", report.kills().size())
            .integer("kills_during_sampling", report.killsThatHitSampling())
            .integer("kills_at_named_points", count(report, Blow.CrashAt.class))
            .integer("suspended", count(report, Blow.Suspend.class))
            .integer("cut", count(report, Blow.Cut.class))
            .integer("renders", report.options().renders())
            .integer("finished", report.finished())
            .integer("lost", report.lost())
            .integer("duplicated", report.duplicated())
            .integer("identical", report.identical())
            .integer("questions_answered", report.judged())
            .integer("steps_twice", report.repeated().sum())
            .put("steps_twice_per_kill", new Value.Float(perKill(report)))
            .integer("most_steps_twice", report.repeated().most())
            .integer("lost_attempts", report.repeated().losses().size())
            .integer("above_bound_after_several_blows", report.afterSeveralBlows())
            .integer("above_bound", report.aboveBound().size())
            .put("seconds", new Value.Float(report.seconds()))
            .flag("holds", report.holds());
    FieldWriter cut = new FieldWriter();
    FieldWriter recoveries = new FieldWriter();
    for (Victim victim : Victim.values()) {
      recoveries.put(victim.written(), recoveryJson(report.recoveries(victim)));
      if (Blow.Cut.isPossible(victim)) {
        cut.integer(victim.written(), cuts(report, victim));
      }
    }
    object.put("cut_of", cut.fields());
    return CanonicalJson.write(object.put("recovery", recoveries.fields()).fields());
  }

  private static Value recoveryJson(List<Double> seconds) {
    FieldWriter object = new FieldWriter().integer("count", seconds.size());
    if (!seconds.isEmpty()) {
      object.put("p50_s", new Value.Float(Spread.median(seconds)));
      object.put("p99_s", new Value.Float(Spread.percentile(seconds, 99)));
    }
    return object.fields();
  }

  private static String recovery(ChaosReport report, Victim victim) {
    List<Double> seconds = report.recoveries(victim);
    return seconds.isEmpty()
        ? "not measured"
        : "p50 %.1f s, p99 %.1f s (%d)"
            .formatted(Spread.median(seconds), Spread.percentile(seconds, 99), seconds.size());
  }

  private static double perKill(ChaosReport report) {
    return report.repeated().sum() / (double) Math.max(1, report.kills().size());
  }

  private static long count(ChaosReport report, Class<? extends Blow> kind) {
    return report.struck().stream().filter(one -> kind.isInstance(one.blow())).count();
  }

  private static long cuts(ChaosReport report, Victim victim) {
    return report.struck().stream().filter(one -> one.blow().equals(new Blow.Cut(victim))).count();
  }

  private static String row(String name, String value) {
    return "%-34s %s".formatted(name, value);
  }
}
