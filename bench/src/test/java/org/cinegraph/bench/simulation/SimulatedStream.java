package org.cinegraph.bench.simulation;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.ConnectResponse;
import org.jspecify.annotations.Nullable;

/// One stream between a worker and a control plane, as gRPC on TCP gives it: in each direction in
/// order and without gaps, until it ends; what is on the way then is lost. Each side learns of the
/// end in its own time.
final class SimulatedStream {
  private static final Duration LONGEST_REPEAT = Duration.ofSeconds(20);

  private final VirtualTime time;
  private final Weather weather;
  private final RandomGenerator random;
  private final SimulatedWorker worker;
  private final SimulatedControlPlane plane;
  private final Lane planeLane;
  private final Weather.Way way;
  private @Nullable StreamObserver<ConnectRequest> planeSide;
  private boolean workerOpen = true;
  private boolean planeOpen = true;
  private boolean cut;
  private long lastToPlane;
  private long lastToWorker;

  SimulatedStream(
      VirtualTime time,
      Weather weather,
      RandomGenerator random,
      SimulatedWorker worker,
      SimulatedControlPlane plane) {
    this.time = time;
    this.weather = weather;
    this.random = random;
    this.worker = worker;
    this.plane = plane;
    this.planeLane = plane.process().lane();
    this.way = new Weather.Way(worker.number(), plane.number());
  }

  SimulatedControlPlane plane() {
    return plane;
  }

  boolean isOpen() {
    return workerOpen;
  }

  /// What the worker sends into.
  StreamObserver<ConnectRequest> requests() {
    return new StreamObserver<>() {
      @Override
      public void onNext(ConnectRequest message) {
        toPlane(side -> side.onNext(message));
        repeat(message);
      }

      @Override
      public void onError(Throwable cause) {
        workerOpen = false;
        planeLearnsOfTheEnd(delay());
      }

      @Override
      public void onCompleted() {
        toPlane(side -> {
          planeOpen = false;
          side.onCompleted();
        });
        workerOpen = false;
      }
    };
  }

  /// The way breaks, and both sides hear of it some time.
  void breakDown() {
    cut = true;
    planeLearnsOfTheEnd(Duration.ofMillis(random.nextInt(30_000)));
    workerLearnsOfTheEnd(Status.UNAVAILABLE, Duration.ofMillis(random.nextInt(5_000)));
  }

  /// The worker's process is gone, and its system closes the stream.
  void workerDied() {
    workerOpen = false;
    planeLearnsOfTheEnd(delay());
  }

  /// The control plane's process is gone, or it was never there.
  void planeDied() {
    planeOpen = false;
    workerLearnsOfTheEnd(Status.UNAVAILABLE, delay());
  }

  private void planeLearnsOfTheEnd(Duration after) {
    time.in(
        after,
        planeLane,
        () -> {
          StreamObserver<ConnectRequest> side = planeSide;
          if (planeOpen && side != null) {
            planeOpen = false;
            side.onError(Status.CANCELLED.asRuntimeException());
          }
        });
  }

  private void workerLearnsOfTheEnd(Status status, Duration after) {
    time.in(after, worker.streamLane(), () -> endAtWorker(status));
  }

  private void endAtWorker(Status status) {
    if (workerOpen) {
      workerOpen = false;
      worker.ended(this, status);
    }
  }

  private void toPlane(Consumer<StreamObserver<ConnectRequest>> what) {
    if (cut || !workerOpen) {
      return;
    }
    lastToPlane = Math.max(lastToPlane, arrival());
    time.at(
        lastToPlane,
        planeLane,
        () -> {
          if (planeOpen) {
            what.accept(planeSide());
          }
        });
  }

  private StreamObserver<ConnectRequest> planeSide() {
    StreamObserver<ConnectRequest> side = planeSide;
    if (side == null) {
      side = plane.scheduler().connect(responses());
      planeSide = side;
    }
    return side;
  }

  private StreamObserver<ConnectResponse> responses() {
    return new StreamObserver<>() {
      @Override
      public void onNext(ConnectResponse message) {
        if (planeOpen) {
          toWorker(() -> worker.receive(message));
        }
      }

      @Override
      public void onError(Throwable cause) {
        planeOpen = false;
        toWorker(() -> endAtWorker(Status.fromThrowable(cause)));
      }

      @Override
      public void onCompleted() {
        planeOpen = false;
        toWorker(() -> endAtWorker(Status.UNAVAILABLE));
      }
    };
  }

  private void toWorker(Runnable what) {
    if (cut) {
      return;
    }
    lastToWorker = Math.max(lastToWorker, arrival());
    time.at(
        lastToWorker,
        worker.streamLane(),
        () -> {
          if (workerOpen) {
            what.run();
          }
        });
  }

  private long arrival() {
    return Math.max(time.now(), weather.partitionedUntil(way)) + delay().toNanos();
  }

  private Duration delay() {
    return weather.networkDelay(random);
  }

  /// A message that comes again, late: over whatever stream the worker has then.
  private void repeat(ConnectRequest message) {
    boolean repeatable =
        switch (message.getMessageCase()) {
          case RENEWAL, PROGRESS, DONE, FAILED, STOPPED -> true;
          case HELLO, CREDITS, PREVIEW, CHECKPOINT, MESSAGE_NOT_SET -> false;
        };
    if (repeatable && weather.messageIsRepeated(random)) {
      Duration later = Duration.ofMillis(random.nextLong(LONGEST_REPEAT.toMillis()));
      time.in(later, worker.streamLane(), () -> worker.sendAgain(message));
    }
  }

  void sendAgain(ConnectRequest message) {
    toPlane(side -> side.onNext(message));
  }
}
