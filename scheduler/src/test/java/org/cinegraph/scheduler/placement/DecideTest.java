package org.cinegraph.scheduler.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cinegraph.scheduler.placement.Scene.PROGRAM;
import static org.cinegraph.scheduler.placement.Scene.SAMPLE;
import static org.cinegraph.scheduler.placement.Scene.TOYBOX;
import static org.cinegraph.scheduler.placement.Scene.demand;
import static org.cinegraph.scheduler.placement.Scene.drained;
import static org.cinegraph.scheduler.placement.Scene.id;
import static org.cinegraph.scheduler.placement.Scene.offering;
import static org.cinegraph.scheduler.placement.Scene.unable;
import static org.cinegraph.scheduler.placement.Scene.using;
import static org.cinegraph.scheduler.placement.Scene.warm;
import static org.cinegraph.scheduler.placement.Scene.with;
import static org.cinegraph.scheduler.placement.Scene.withBackoff;
import static org.cinegraph.scheduler.placement.Scene.withPriority;
import static org.cinegraph.scheduler.placement.Scene.work;
import static org.cinegraph.scheduler.placement.Scene.worker;

import java.time.Duration;
import java.util.List;
import org.cinegraph.graph.declaration.Demand.DeviceClass;
import org.cinegraph.graph.digest.Digest;
import org.junit.jupiter.api.Test;

class DecideTest {
  @Test
  void priorityGoesBeforeAgeAndAgeBeforeTheRest() {
    Decision decision =
        decide(List.of(work(3), withPriority(work(4), 1), work(2)), List.of(worker(1, 2)));

    assertThat(decision.placements())
        .containsExactly(new Placement(id(4), id(1)), new Placement(id(2), id(1)));
    assertThat(decision.waiting()).containsOnlyKeys(id(3));
  }

  @Test
  void aWorkerWithTheModelLoadedIsPreferredToAnIdleOne() {
    Decision decision =
        decide(
            List.of(with(work(1), TOYBOX)),
            List.of(worker(1, 1), using(warm(worker(2, 1), TOYBOX), 1, 10)));

    assertThat(decision.placements()).containsExactly(new Placement(id(1), id(2)));
  }

  @Test
  void worksSpreadOverEqualWorkers() {
    Decision decision = decide(List.of(work(1), work(2)), List.of(worker(1, 5), worker(2, 5)));

    assertThat(decision.placements())
        .containsExactly(new Placement(id(1), id(1)), new Placement(id(2), id(2)));
  }

  @Test
  void headOfLineWorkIsNotStarvedBySmallerOnes() {
    WaitingWork large = with(work(1), demand(DeviceClass.ANY, 0, 80));
    List<WorkerView> workers = List.of(using(worker(1, 3), 1, 30), using(worker(2, 3), 1, 50));

    Decision decision = decide(List.of(large, work(2), work(3), work(4)), workers);

    assertThat(decision.placements()).hasSize(3).allMatch(p -> p.worker().equals(id(2)));
    assertThat(words(decision, 1)).isEqualTo("waits for its turn; all 2 suitable workers are busy");
  }

  @Test
  void aDrainedWorkerTakesNothingAndIsNamedAsTheReason() {
    Decision none = decide(List.of(work(1)), List.of(drained(worker(1, 1))));
    assertThat(none.placements()).isEmpty();
    assertThat(words(none, 1)).isEqualTo("waits for a worker; the one suitable worker is drained");

    Decision other = decide(List.of(work(1)), List.of(drained(worker(1, 1)), worker(2, 1)));
    assertThat(other.placements()).containsExactly(new Placement(id(1), id(2)));
  }

  @Test
  void bothMemoriesAreHostMemoryWhereThereIsNoGpu() {
    WaitingWork hungry = with(work(1), demand(DeviceClass.ANY, 60L << 20, 60L << 20));
    Capacity capacity = new Capacity(100L << 20, false, 0);

    Decision decision = decide(List.of(hungry), List.of(with(worker(1, 1), capacity)));

    assertThat(words(decision, 1))
        .isEqualTo("waits for 120 MiB of host memory; the largest suitable worker has 100 MiB");
  }

  @Test
  void gpuMemoryIsCountedApart() {
    Capacity capacity = new Capacity(100L << 20, true, 200L << 20);
    WorkerView gpu = with(worker(1, 2), capacity);
    WaitingWork fits = with(work(1), demand(DeviceClass.GPU, 150L << 20, 90L << 20));
    WaitingWork never = with(work(2), demand(DeviceClass.GPU, 201L << 20, 0));

    Decision decision = decide(List.of(fits, never), List.of(gpu));

    assertThat(decision.placements()).containsExactly(new Placement(id(1), id(1)));
    assertThat(words(decision, 2))
        .isEqualTo("waits for 201 MiB of GPU memory; the largest suitable worker has 200 MiB");
  }

  @Test
  void aReasonNamesTheVersionsThatAreOffered() {
    WorkerView older = offering(worker(1, 1), new WorkType("sample-latents", 1, PROGRAM));

    assertThat(words(decide(List.of(work(1)), List.of(older)), 1))
        .isEqualTo("waits for sample-latents version 2; connected workers offer version 1");
    WorkerView newer = offering(worker(1, 1), new WorkType("sample-latents", 3, PROGRAM));
    assertThat(words(decide(List.of(work(1)), List.of(newer)), 1))
        .isEqualTo("waits for sample-latents version 2; connected workers offer version 3");
  }

  @Test
  void aReasonSaysThatNobodyOffersTheType() {
    WorkerView other = offering(worker(1, 1), new WorkType("mux", 1, PROGRAM));

    assertThat(words(decide(List.of(work(1)), List.of(other)), 1))
        .isEqualTo("waits for sample-latents version 2; no connected worker offers sample-latents");
    assertThat(words(decide(List.of(work(1)), List.of()), 1))
        .isEqualTo("waits for sample-latents version 2; no worker is connected");
  }

  @Test
  void theSameVersionWithAnotherProgramIsNotEnough() {
    Digest other = Digest.of("changed");
    WorkerView changed = offering(worker(1, 1), new WorkType("sample-latents", 2, other));

    assertThat(words(decide(List.of(work(1)), List.of(changed)), 1))
        .isEqualTo(
            "waits for sample-latents version 2 with program %s; connected workers run it with program %s",
            SAMPLE.program().brief(), other.brief());
  }

  @Test
  void aReasonNamesTheModelPackageThatNobodyHas() {
    WaitingWork.Model absent = new WaitingWork.Model("flux", Digest.of("flux"));

    assertThat(words(decide(List.of(with(work(1), TOYBOX, absent)), List.of(worker(1, 1))), 1))
        .isEqualTo("waits for a worker that has model package flux (%s)", absent.digest().brief());
  }

  @Test
  void aReasonSaysWhyAWorkerCannotUseTheModelPackageThatItHas() {
    String why = "Model package toybox is damaged: it is cut off.";

    assertThat(words(decide(List.of(with(work(1), TOYBOX)), List.of(unable(worker(1, 1), why))), 1))
        .isEqualTo(
            "waits for a worker that has model package toybox (%s); one cannot use it: %s",
            TOYBOX.digest().brief(), why);
  }

  @Test
  void aGpuThatNobodyHasIsTheReason() {
    WaitingWork gpu = with(work(1), demand(DeviceClass.GPU, 1, 1));

    assertThat(words(decide(List.of(gpu), List.of(worker(1, 1))), 1))
        .isEqualTo(
            "waits for a GPU, which sample-latents needs; no connected worker that offers it has one");
  }

  @Test
  void backoffIsWaitedForAndSaid() {
    WaitingWork failed = withBackoff(work(1), Duration.ofMillis(3500));

    Decision decision = decide(List.of(failed), List.of(worker(1, 1)));

    assertThat(decision.placements()).isEmpty();
    assertThat(words(decision, 1)).isEqualTo("waits 3 s before the next attempt");
  }

  @Test
  void aBusyWorkerIsTheReasonOnlyWhereItWouldSuffice() {
    assertThat(words(decide(List.of(work(1)), List.of(worker(1, 0))), 1))
        .isEqualTo("waits for its turn; the one suitable worker is busy");
  }

  @Test
  void aWorkerThatHasNotAskedForWorkYetIsStartingAndNotBusy() {
    WorkerView starting = Scene.starting(worker(1, 0));
    assertThat(words(decide(List.of(work(1)), List.of(starting)), 1))
        .isEqualTo("waits for a worker; the one suitable worker is starting");
    assertThat(words(decide(List.of(work(1)), List.of(starting, worker(2, 0))), 1))
        .isEqualTo("waits for a worker; suitable workers that are starting: 1, that are busy: 1");
  }

  @Test
  void aDemandThatWasRaisedGoesToTheWorkerWithMoreFree() {
    List<WorkerView> workers = List.of(using(worker(1, 3), 1, 50), using(worker(2, 3), 2, 20));
    WaitingWork declared = with(work(1), demand(DeviceClass.ANY, 0, 40));
    WaitingWork raised = with(work(1), demand(DeviceClass.ANY, 0, 60));

    assertThat(decide(List.of(declared), workers).placements())
        .containsExactly(new Placement(id(1), id(1)));
    assertThat(decide(List.of(raised), workers).placements())
        .containsExactly(new Placement(id(1), id(2)));
  }

  @Test
  void aDemandBeyondALongIsNoFit() {
    WaitingWork endless = with(work(1), demand(DeviceClass.ANY, Long.MAX_VALUE, Long.MAX_VALUE));

    assertThat(decide(List.of(endless), List.of(worker(1, 1))).waiting().get(id(1)))
        .isInstanceOf(WaitReason.NoMemory.class);
  }

  private static Decision decide(List<WaitingWork> waiting, List<WorkerView> workers) {
    return Decide.decide(new Snapshot(waiting, workers, Shares.NONE));
  }

  private static String words(Decision decision, int work) {
    WaitReason reason = decision.waiting().get(id(work));
    assertThat(reason).isNotNull();
    return reason == null ? "" : reason.words();
  }
}
