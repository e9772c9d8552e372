package org.cinegraph.activities;

import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.cinegraph.db.Database;
import org.cinegraph.db.Notifications;
import org.cinegraph.db.run.GrowPlan;
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.run.TakeIn;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.workflows.Interpreter;
import org.cinegraph.workflows.RunWorkflowV1;
import org.cinegraph.workflows.SegmentWorkflowV1;

/// The part of a control plane that drives runs: interpreter, activities, outbox, reconciler. It
/// holds nothing that matters; any number of control planes run it side by side.
public final class DriveRuns implements AutoCloseable {
  private static final int ACTIVITIES_AT_ONCE = 64;
  private static final int POLLERS = 5;

  private final WorkerFactory workers;
  private final GatherIntakes intakes;
  private final TellTemporal teller;
  private final Reconciler reconciler;
  private final GrowPlans growing;
  private final AnswerOverdue overdue;

  private DriveRuns(
      WorkerFactory workers,
      GatherIntakes intakes,
      TellTemporal teller,
      Reconciler reconciler,
      GrowPlans growing,
      AnswerOverdue overdue) {
    this.workers = workers;
    this.intakes = intakes;
    this.teller = teller;
    this.reconciler = reconciler;
    this.growing = growing;
    this.overdue = overdue;
  }

  /// @param whole whether the store still has the bytes of an artifact and its parts
  public static DriveRuns start(
      Temporal temporal,
      Database database,
      Plans plans,
      Notifications notifications,
      Predicate<ArtifactReference> whole,
      InstantSource clock) {
    WorkerFactory workers =
        WorkerFactory.newInstance(
            temporal.client(),
            WorkerFactoryOptions.newBuilder().setUsingVirtualWorkflowThreads(true).build());
    GatherIntakes intakes = GatherIntakes.start(new TakeIn(database, plans)::take);
    Worker worker =
        workers.newWorker(
            Interpreter.TASK_QUEUE,
            WorkerOptions.newBuilder()
                .setUsingVirtualThreads(true)
                .setMaxConcurrentActivityExecutionSize(ACTIVITIES_AT_ONCE)
                .setMaxConcurrentActivityTaskPollers(POLLERS)
                .setMaxConcurrentWorkflowTaskPollers(POLLERS)
                .build());
    worker.registerWorkflowImplementationTypes(RunWorkflowV1.class, SegmentWorkflowV1.class);
    worker.registerActivitiesImplementations(
        new RunActivitiesOnPostgres(database, plans, whole), new NodeIntake(intakes));
    workers.start();
    return new DriveRuns(
        workers,
        intakes,
        TellTemporal.start(temporal, database, notifications),
        Reconciler.start(temporal, database, plans, clock, Reconciler.Pace.USUAL),
        GrowPlans.start(new GrowPlan(database, plans, whole), notifications),
        AnswerOverdue.start(database, plans, clock));
  }

  @Override
  public void close() {
    overdue.close();
    growing.close();
    reconciler.close();
    teller.close();
    workers.shutdownNow();
    workers.awaitTermination(5, TimeUnit.SECONDS);
    intakes.close();
  }
}
