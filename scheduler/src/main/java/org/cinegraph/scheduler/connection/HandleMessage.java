package org.cinegraph.scheduler.connection;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.db.work.Report;
import org.cinegraph.db.work.ReportAnswer;
import org.cinegraph.db.work.Shortage;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.proto.v1.AnswerKind;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.proto.v1.LeaseName;
import org.cinegraph.proto.v1.LeaseRenewal;
import org.cinegraph.proto.v1.LeaseRenewed;
import org.cinegraph.proto.v1.WorkAnswer;
import org.cinegraph.proto.v1.WorkCheckpoint;
import org.cinegraph.proto.v1.WorkDone;
import org.cinegraph.proto.v1.WorkFailed;
import org.cinegraph.proto.v1.WorkPreview;
import org.cinegraph.proto.v1.WorkProgress;
import org.cinegraph.proto.v1.WorkStopped;
import org.cinegraph.proto.v1.WorkerCredits;
import org.cinegraph.scheduler.commit.Commit;
import org.cinegraph.scheduler.lease.HeldLease;
import org.cinegraph.scheduler.progress.WorkNews;
import org.cinegraph.scheduler.wire.MalformedMessage;
import org.cinegraph.scheduler.wire.ReadWire;
import org.cinegraph.scheduler.wire.WriteWire;

/// What is done with each message that follows a hello.
///
/// A report whose content is wrong is answered REFUSED; a message that does not even name a lease,
/// or that has no answer of its own, ends the stream.
final class HandleMessage {
  private static final int LONGEST_LOG = 64 * 1024;
  private static final int LARGEST_PICTURE = 1 << 20;

  private final StreamParts parts;
  private final WorkerSession session;

  HandleMessage(StreamParts parts, WorkerSession session) {
    this.parts = parts;
    this.session = session;
  }

  void handle(ConnectRequest message) {
    switch (message.getMessageCase()) {
      case CREDITS -> credits(message.getCredits());
      case RENEWAL -> renew(message.getRenewal());
      case PROGRESS -> progress(message.getProgress());
      case PREVIEW -> preview(message.getPreview());
      case CHECKPOINT -> checkpoint(message.getCheckpoint());
      case DONE -> done(message.getDone());
      case FAILED -> failed(message.getFailed());
      case STOPPED -> stopped(message.getStopped());
      case HELLO, MESSAGE_NOT_SET ->
          throw new MalformedMessage("message", "one of the known messages", "none");
    }
  }

  private void credits(WorkerCredits credits) {
    if (credits.getWithdraw()) {
      session.withdrawCredits();
    }
    if (!session.addCredits(credits.getMore())) {
      throw new MalformedMessage(
          "credits.more", "at least 0, and 10000 in all", String.valueOf(credits.getMore()));
    }
    parts.leader().capacityChanged();
  }

  /// A leader that is not sure to lead any more extends nothing: its answer has neither a sequence
  /// nor leases, and deadlines stand.
  private void renew(LeaseRenewal renewal) {
    if (!parts.leader().leads()) {
      throw new NotServing(parts.terms().server());
    }
    LeaseRenewed.Builder answer = LeaseRenewed.newBuilder();
    boolean mayExtend = parts.leader().mayExtend();
    Set<LeaseKey> held = new LinkedHashSet<>();
    if (mayExtend) {
      answer.setSequence(renewal.getSequence());
    }
    for (LeaseName name : renewal.getLeasesList()) {
      LeaseKey key = ReadWire.lease("renewal.leases", name);
      held.add(key);
      if (mayExtend && parts.leases().renew(key)) {
        session.know(key, name);
        answer.addRenewed(name);
      } else if (mayExtend) {
        session.forget(key);
        answer.addEnded(name);
      }
    }
    if (mayExtend && session.isFirstRenewal()) {
      endUndelivered(held);
    }
    session.send(ConnectResponse.newBuilder().setRenewed(answer).build());
  }

  /// What was granted but got lost with an earlier stream: the worker does not hold it, so it waits
  /// for no deadline. A hello alone does not tell, it may be one that was long on its way; whoever
  /// renews has got the welcome of this very stream.
  private void endUndelivered(Set<LeaseKey> held) {
    for (HeldLease lease : parts.leases().open()) {
      LeaseKey key = lease.key();
      if (lease.worker().equals(session.facts().id())
          && !held.contains(key)
          && session.knows(key).isEmpty()) {
        parts
            .committer()
            .submit(new Commit.End(new Report.Lost(key, false), _ -> parts.leases().ended(key)));
      }
    }
  }

  private void progress(WorkProgress progress) {
    LeaseKey key = ReadWire.lease("progress.lease", progress.getLease());
    int step = (int) ReadWire.notNegative("progress.step", progress.getStep());
    int steps = (int) ReadWire.notNegative("progress.steps", progress.getSteps());
    int done = (int) ReadWire.notNegative("progress.parts", progress.getParts());
    String phase = ReadWire.name("progress.phase", progress.getPhase());
    if (session.knows(key).isPresent()) {
      session.progressed(key, step, done, steps, phase, parts.clock().nanoTime());
      parts.progress().publish(new WorkNews.Progressed(key.work(), step, steps, phase));
    }
  }

  private void preview(WorkPreview preview) {
    LeaseKey key = ReadWire.lease("preview.lease", preview.getLease());
    String mediaType = ReadWire.name("preview.media_type", preview.getMediaType());
    if (preview.getPicture().size() > LARGEST_PICTURE) {
      throw new MalformedMessage(
          "preview.picture",
          "at most " + LARGEST_PICTURE + " bytes",
          preview.getPicture().size() + " bytes");
    }
    if (session.knows(key).isPresent()) {
      parts.progress().publish(new WorkNews.Previewed(key.work(), mediaType, preview.getPicture()));
    }
  }

  private void checkpoint(WorkCheckpoint message) {
    LeaseName name = message.getLease();
    LeaseKey key = ReadWire.lease("checkpoint.lease", name);
    orRefuse(
        name,
        () -> {
          var saved = ReadWire.checkpoint("checkpoint.checkpoint", message.getCheckpoint());
          parts.committer().submit(new Commit.Save(key, saved, answer -> answer(name, answer)));
        });
  }

  private void done(WorkDone message) {
    LeaseKey key = ReadWire.lease("done.lease", message.getLease());
    orRefuse(
        message.getLease(),
        () ->
            end(
                message.getLease(),
                new Report.Done(
                    key,
                    ReadWire.values("done.outputs", message.getOutputsList()),
                    ReadWire.seconds("done.seconds", message.getSeconds()),
                    log(message.getLog()),
                    message.getNumericallyEquivalent())));
  }

  private void failed(WorkFailed message) {
    LeaseKey key = ReadWire.lease("failed.lease", message.getLease());
    orRefuse(
        message.getLease(),
        () ->
            end(
                message.getLease(),
                new Report.Failed(
                    key,
                    ReadWire.failure("failed.failure", message.getFailure()),
                    ReadWire.seconds("failed.seconds", message.getSeconds()),
                    log(message.getLog()),
                    shortage(message))));
  }

  private static Shortage shortage(WorkFailed message) {
    return new Shortage(
        ReadWire.notNegative("failed.short_of_host_bytes", message.getShortOfHostBytes()),
        ReadWire.notNegative("failed.short_of_device_bytes", message.getShortOfDeviceBytes()));
  }

  private void stopped(WorkStopped message) {
    LeaseKey key = ReadWire.lease("stopped.lease", message.getLease());
    orRefuse(
        message.getLease(),
        () ->
            end(
                message.getLease(),
                new Report.Stopped(
                    key,
                    ReadWire.seconds("stopped.seconds", message.getSeconds()),
                    log(message.getLog()))));
  }

  private void end(LeaseName name, Report report) {
    Consumer<ReportAnswer> ended =
        answer -> {
          if (!(answer instanceof ReportAnswer.Refused)) {
            parts.leases().ended(report.lease());
            session
                .knows(report.lease())
                .ifPresent(_ -> parts.progress().forget(report.lease().work()));
            session.forget(report.lease());
            parts.leader().capacityChanged();
          }
          answer(name, answer);
        };
    parts.committer().submit(new Commit.End(report, ended));
  }

  private void orRefuse(LeaseName name, Runnable handle) {
    try {
      handle.run();
    } catch (MalformedMessage garbage) {
      parts
          .committer()
          .submit(new Commit.Garbage(garbage.failure(), answer -> answer(name, answer)));
    }
  }

  private void answer(LeaseName name, ReportAnswer answer) {
    WorkAnswer.Builder written = WorkAnswer.newBuilder().setLease(name);
    switch (answer) {
      case ReportAnswer.Committed() -> written.setKind(AnswerKind.ANSWER_KIND_COMMITTED);
      case ReportAnswer.Stale() -> written.setKind(AnswerKind.ANSWER_KIND_STALE);
      case ReportAnswer.Refused(Failure failure) ->
          written.setKind(AnswerKind.ANSWER_KIND_REFUSED).setFailure(WriteWire.failure(failure));
    }
    session.send(ConnectResponse.newBuilder().setAnswer(written).build());
  }

  /// What Postgres can keep of a log; of a long one its end, where the reasons are.
  private static String log(String log) {
    String text = log.replace("\0", "");
    return text.length() <= LONGEST_LOG ? text : text.substring(text.length() - LONGEST_LOG);
  }
}
