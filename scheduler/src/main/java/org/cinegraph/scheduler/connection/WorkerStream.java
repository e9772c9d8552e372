package org.cinegraph.scheduler.connection;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import org.cinegraph.db.StorageFailure;
import org.cinegraph.db.StorageUnreachable;
import org.cinegraph.db.work.Report;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.proto.FailureMetadata;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.proto.v1.WorkerHello;
import org.cinegraph.scheduler.commit.Commit;
import org.cinegraph.scheduler.lease.HeldLease;
import org.cinegraph.scheduler.wire.MalformedMessage;
import org.cinegraph.scheduler.wire.WriteWire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The life of one stream: a hello, then messages, then its end. gRPC calls it from one thread at a
/// time.
final class WorkerStream implements StreamObserver<ConnectRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerStream.class);

  private final StreamParts parts;
  private final StreamObserver<ConnectResponse> out;
  private Optional<WorkerSession> session = Optional.empty();
  private boolean refused;

  WorkerStream(StreamParts parts, StreamObserver<ConnectResponse> out) {
    this.parts = parts;
    this.out = out;
  }

  @Override
  public void onNext(ConnectRequest message) {
    if (refused) {
      return;
    }
    try {
      boolean hello = message.getMessageCase() == ConnectRequest.MessageCase.HELLO;
      if (session.isPresent() == hello) {
        throw new MalformedMessage(
            hello
                ? "A stream has one hello, at its start"
                : "The first message of a stream is a hello");
      }
      if (hello) {
        welcome(message.getHello());
      } else {
        new HandleMessage(parts, session.orElseThrow()).handle(message);
      }
    } catch (MalformedMessage garbage) {
      refuse(Status.Code.INVALID_ARGUMENT, garbage.failure());
    } catch (NotServing elsewhere) {
      LOG.debug("stream=sent-away reason=\"{}\"", elsewhere.getMessage());
      turnAway(Status.Code.UNAVAILABLE, elsewhere.failure());
    }
  }

  /// The worker is gone or the way to it is broken: its leases live on until their deadlines,
  /// unless it is certain that its process is dead.
  @Override
  public void onError(Throwable broken) {
    ended("broken");
    session.ifPresent(lost ->
        parts
            .deaths()
            .lookAfter(
                lost.facts().hello().process(),
                () -> parts.connected().of(lost.facts().id()).isPresent(),
                () -> buried(lost)));
  }

  /// The worker leaves for good and holds nothing any more.
  @Override
  public void onCompleted() {
    ended("left");
    session.ifPresent(left -> endAllLeases(left, false));
    if (!refused) {
      out.onCompleted();
    }
  }

  private void welcome(WorkerHello hello) {
    if (!parts.leader().leads()) {
      throw new NotServing(parts.terms().server());
    }
    try {
      session = Optional.of(new Welcoming(parts).welcome(hello, out));
    } catch (StorageUnreachable away) {
      refuse(Status.Code.UNAVAILABLE, away.failure());
    } catch (StorageFailure defect) {
      LOG.error("hello=failed", defect);
      refuse(Status.Code.INTERNAL, defect.failure());
    }
  }

  private void refuse(Status.Code code, Failure failure) {
    LOG.warn("stream=refused reason=\"{}\"", failure.message());
    turnAway(code, failure);
  }

  private void turnAway(Status.Code code, Failure failure) {
    refused = true;
    if (session.isPresent()) {
      ended("refused");
      session.get().close(code, failure);
    } else {
      out.onError(FailureMetadata.refusal(code, WriteWire.failure(failure)));
    }
  }

  private void ended(String how) {
    if (session.isEmpty()) {
      return;
    }
    WorkerSession ended = session.get();
    if (!how.equals("refused")) {
      ended.left();
    }
    ended.known().forEach(lease -> parts.progress().forget(lease.key().work()));
    if (!parts.connected().remove(ended)) {
      return;
    }
    LOG.info("worker=disconnected id={} how={}", ended.facts().id(), how);
    parts.leader().capacityChanged();
    try {
      parts.store().disconnected(ended.facts().id());
    } catch (StorageFailure away) {
      LOG.warn("worker=disconnected stored=false reason=\"{}\"", away.getMessage());
    }
  }

  private void buried(WorkerSession dead) {
    LOG.warn("worker=dead id={} process={}", dead.facts().id(), dead.facts().hello().processId());
    endAllLeases(dead, true);
  }

  /// @param counts whether this was a try that failed
  private void endAllLeases(WorkerSession left, boolean counts) {
    for (HeldLease lease : parts.leases().open()) {
      if (lease.worker().equals(left.facts().id())) {
        parts
            .committer()
            .submit(
                new Commit.End(
                    new Report.Lost(lease.key(), counts),
                    _ -> {
                      parts.leases().ended(lease.key());
                      parts.leader().capacityChanged();
                    }));
      }
    }
  }
}
