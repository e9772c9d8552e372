package org.cinegraph.scheduler.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cinegraph.scheduler.placement.Scene.asking;
import static org.cinegraph.scheduler.placement.Scene.id;
import static org.cinegraph.scheduler.placement.Scene.labelled;
import static org.cinegraph.scheduler.placement.Scene.work;
import static org.cinegraph.scheduler.placement.Scene.worker;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LabelsTest {
  @Test
  void aWorkGoesToAWorkerThatHasAllOfItsLabels() {
    Decision decision =
        decide(
            List.of(asking(work(1), "fast", "studio-a")),
            worker(1, 1),
            labelled(worker(2, 1), "studio-a"),
            labelled(worker(3, 1), "fast", "quiet", "studio-a"));

    assertThat(decision.placements()).containsExactly(new Placement(id(1), id(3)));
  }

  @Test
  void aWorkThatAsksForNoneGoesToAWorkerWithSomeToo() {
    assertThat(decide(List.of(work(1)), labelled(worker(1, 1), "studio-a")).placements())
        .containsExactly(new Placement(id(1), id(1)));
  }

  @Test
  void aWorkThatWaitsForALabelSaysWhichAndLetsOthersPass() {
    Decision decision =
        decide(
            List.of(asking(work(1), "fast", "studio-a"), work(2)),
            labelled(worker(1, 2), "studio-a"));

    assertThat(decision.placements()).containsExactly(new Placement(id(2), id(1)));
    assertThat(words(decision))
        .contains("waits for a worker; no worker that offers sample-latents has label fast");
  }

  @Test
  void labelsThatNoWorkerHasTogetherAreAllNamed() {
    Decision decision =
        decide(
            List.of(asking(work(1), "fast", "studio-a")),
            labelled(worker(1, 1), "fast"),
            labelled(worker(2, 1), "studio-a"));

    assertThat(words(decision))
        .contains(
            "waits for a worker; no worker that offers sample-latents has label fast and studio-a");
  }

  private static Optional<String> words(Decision decision) {
    return Optional.ofNullable(decision.waiting().get(id(1))).map(WaitReason::words);
  }

  private static Decision decide(List<WaitingWork> works, WorkerView... workers) {
    return Decide.decide(new Snapshot(works, List.of(workers), Shares.NONE));
  }
}
