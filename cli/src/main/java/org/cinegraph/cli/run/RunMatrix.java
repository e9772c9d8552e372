package org.cinegraph.cli.run;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.cli.client.Connection;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.Interrupts;
import org.cinegraph.cli.progress.AskingText;
import org.cinegraph.proto.v1.Approval;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.KillRunRequest;
import org.cinegraph.proto.v1.ListApprovalsRequest;
import org.cinegraph.proto.v1.ListRunsRequest;
import org.cinegraph.proto.v1.RunSummary;
import org.cinegraph.proto.v1.StopRunRequest;

/// Runs the rows of a table, some at a time, in one thread: it asks how the open runs stand,
/// submits the next row where one has ended, and delivers what each row made. A row that fails does
/// not keep the others from running.
final class RunMatrix {
  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final int TRIES = 400;

  /// What is listed in one call, newest first; the open rows are among them unless somebody submits
  /// very many runs of the same graph meanwhile.
  private static final int PAGE = 200;

  private static final String WHY = "Ctrl-C";

  private final Connection connection;
  private final ControlClient control;
  private final Interrupts interrupts;
  private final MatrixView view;
  private final DeliverRun deliver;
  private final SequencedMap<ByteString, MatrixRow> open = new LinkedHashMap<>();
  private final SequencedMap<MatrixRow, Ending> endings = new LinkedHashMap<>();
  private final List<Approval> asked = new ArrayList<>();
  private int handled;
  private int failures;

  RunMatrix(Connection connection, Interrupts interrupts, MatrixView view, DeliverRun deliver) {
    this.connection = connection;
    this.control = connection.control();
    this.interrupts = interrupts;
    this.view = view;
    this.deliver = deliver;
  }

  /// @return how each row ended, in their order; those that were never submitted are missing
  SequencedMap<MatrixRow, Ending> run(SequencedMap<MatrixRow, Order> orders, int atOnce)
      throws InterruptedException {
    Deque<MatrixRow> waiting = new ArrayDeque<>(orders.keySet());
    while (!open.isEmpty() || (!waiting.isEmpty() && interrupts.count() == 0)) {
      LostStack.check(connection);
      while (open.size() < atOnce && !waiting.isEmpty() && interrupts.count() == 0) {
        submit(waiting.remove(), orders);
      }
      try {
        stop();
        look();
        failures = 0;
      } catch (StatusRuntimeException e) {
        away(e);
      }
      view.show();
      if (!open.isEmpty()) {
        Thread.sleep(PAUSE);
      }
    }
    SequencedMap<MatrixRow, Ending> inOrder = new LinkedHashMap<>();
    orders
        .keySet()
        .forEach(row -> {
          Ending ending = endings.get(row);
          if (ending != null) {
            inOrder.put(row, ending);
          }
        });
    return inOrder;
  }

  private void submit(MatrixRow row, SequencedMap<MatrixRow, Order> orders) {
    Order order = orders.get(row);
    RunSummary run = SubmitGraph.submit(control, requireNonNull(order));
    open.put(run.getRunId(), row);
    view.submitted(row, run);
  }

  private void look() {
    String graph = view.graph();
    ListRunsRequest request =
        ListRunsRequest.newBuilder().setPageSize(PAGE).setGraph(graph).build();
    SequencedMap<ByteString, RunSummary> seen = new LinkedHashMap<>();
    control
        .blocking()
        .listRuns(request)
        .getRunsList()
        .forEach(run -> seen.put(run.getRunId(), run));
    for (ByteString id : List.copyOf(open.keySet())) {
      RunSummary run = seen.get(id);
      if (run == null) {
        GetRunRequest one = GetRunRequest.newBuilder().setRunId(id).setWithoutNodes(true).build();
        run = control.blocking().getRun(one).getRun();
      }
      view.stands(requireNonNull(open.get(id)), run);
      if (run.hasEndedAt()) {
        ended(id);
      }
    }
    if (!open.isEmpty()) {
      ask();
    }
  }

  private void ended(ByteString id) {
    MatrixRow row = requireNonNull(open.remove(id));
    Ending ending = deliver.deliver(EndedRun.read(control, id), row.name() + "-");
    endings.put(row, ending);
    view.ended(row, ending);
  }

  /// What the open rows ask persons is said once.
  private void ask() {
    ListApprovalsRequest request = ListApprovalsRequest.newBuilder().setPageSize(PAGE).build();
    for (Approval approval : control.blocking().listApprovals(request).getApprovalsList()) {
      MatrixRow row = open.get(approval.getRunId());
      boolean isNew =
          asked.stream()
              .noneMatch(before ->
                  before.getRunId().equals(approval.getRunId())
                      && before.getNode().equals(approval.getNode()));
      if (row != null && isNew) {
        asked.add(approval);
        view.say(
            "%s: %s asks: %s\n  %s"
                .formatted(
                    row.name(),
                    approval.getNode(),
                    approval.getQuestion(),
                    AskingText.commands(approval.getRunId(), approval.getNode())));
      }
    }
  }

  /// The first Ctrl-C stops the open rows in order, the second one at once.
  private void stop() {
    int count = Math.min(interrupts.count(), 2);
    if (count <= handled) {
      return;
    }
    view.say(
        count == 1
            ? "Stopping the open rows at their next checkpoints (Ctrl-C again: at once) ..."
            : "Stopping the open rows at once ...");
    for (ByteString run : open.keySet()) {
      if (count == 1) {
        control.blocking().stopRun(StopRunRequest.newBuilder().setRunId(run).setWhy(WHY).build());
      } else {
        control.blocking().killRun(KillRunRequest.newBuilder().setRunId(run).setWhy(WHY).build());
      }
    }
    handled = count;
  }

  /// A control plane that dies and comes back is waited for: the runs do not depend on it.
  private void away(StatusRuntimeException failure) {
    if (failure.getStatus().getCode() != Status.Code.UNAVAILABLE || ++failures > TRIES) {
      throw control.refusal(failure);
    }
    if (failures == 1) {
      view.say(
          "The control plane at %s does not answer; waiting for it".formatted(control.address()));
    }
  }
}
