package org.cinegraph.bench;

import java.util.List;
import org.cinegraph.bench.chaos.RecoveryBench;
import org.cinegraph.bench.check.ToyboxCheckBench;
import org.cinegraph.bench.check.ToyboxRefocusBench;
import org.cinegraph.bench.engine.Dispatch;
import org.cinegraph.bench.engine.GraphCheckBench;
import org.cinegraph.bench.engine.LoopBench;
import org.cinegraph.bench.engine.MemoRerun;
import org.cinegraph.bench.engine.OverheadBench;
import org.cinegraph.bench.engine.PlanBench;
import org.cinegraph.bench.engine.RestartBench;
import org.cinegraph.bench.engine.ScaleBench;
import org.cinegraph.bench.engine.ValueChainBench;
import org.cinegraph.bench.engine.WatchersBench;
import org.cinegraph.bench.measure.Bench;
import org.cinegraph.bench.measure.WrongUse;
import org.cinegraph.bench.oracle.ImageJobBench;
import org.cinegraph.bench.oracle.JobMemoryBench;
import org.cinegraph.bench.oracle.NoiseBench;
import org.cinegraph.bench.oracle.RefocusBench;
import org.cinegraph.bench.oracle.UNetStepBench;
import org.cinegraph.bench.oracle.WanBench;
import org.cinegraph.bench.oracle.WanMemoryBench;
import org.cinegraph.bench.sampling.CheckpointCostBench;
import org.cinegraph.bench.sampling.StepLoopBench;
import org.cinegraph.bench.stack.ColdRunBench;
import org.cinegraph.graph.check.NearestNames;

/// Every bench, in the order in which a person reads them.
final class Benches {
  private final List<Bench> all;

  Benches(List<Bench> all) {
    this.all = List.copyOf(all);
  }

  static Benches known() {
    return new Benches(
        List.of(
            OverheadBench.ofChain(),
            OverheadBench.ofFan(),
            new MemoRerun(),
            new GraphCheckBench(),
            new PlanBench(),
            new ScaleBench(),
            new LoopBench(),
            new ValueChainBench(),
            new Dispatch(),
            new RestartBench(),
            new WatchersBench(),
            new ColdRunBench(),
            new RecoveryBench(),
            new StepLoopBench(),
            new CheckpointCostBench(),
            UNetStepBench.ofSmall(),
            UNetStepBench.ofFull(),
            ImageJobBench.ofJob(),
            ImageJobBench.ofLoad(),
            JobMemoryBench.ofImage(),
            WanBench.ofStep(),
            WanBench.ofDecoding(),
            WanBench.ofFull(),
            new WanMemoryBench(),
            JobMemoryBench.ofVideo(),
            RefocusBench.ofObserve(),
            RefocusBench.ofModulate(),
            RefocusBench.ofGuide(),
            new NoiseBench(),
            new ToyboxCheckBench(),
            new ToyboxRefocusBench()));
  }

  List<Bench> all() {
    return all;
  }

  /// @throws WrongUse nobody has that name
  Bench named(String name) {
    List<String> names = all.stream().map(Bench::name).toList();
    return all.stream()
        .filter(bench -> bench.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new WrongUse(
                "There is no bench %s%s"
                    .formatted(
                        name, NearestNames.hint(name, names).map(hint -> ": " + hint).orElse(""))));
  }
}
