package org.cinegraph.workers.attempt;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;
import org.cinegraph.proto.v1.Lease;
import org.cinegraph.proto.v1.WorkDone;
import org.cinegraph.proto.v1.WorkFailed;
import org.cinegraph.proto.v1.WorkStopped;
import org.cinegraph.workers.artifact.ArtifactTransfer.LeaseOverException;
import org.cinegraph.workers.catalog.OfferedNode;
import org.cinegraph.workers.stream.HeldLease;
import org.cinegraph.workers.wire.WireValues;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One lease from its taking to its answer.
final class Attempt {
  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

  private final Workshop shop;
  private final HeldLease held;
  private final Lease lease;
  private final AttemptLog log = new AttemptLog();
  private final PhaseClock phases;
  private final Reporter reporter;

  Attempt(Workshop shop, HeldLease held) {
    this.shop = shop;
    this.held = held;
    this.lease = held.lease();
    this.reporter = new Reporter(held, shop.clock());
    this.phases = new PhaseClock(shop.clock(), reporter::phase);
  }

  void run() {
    try (AttemptFiles files =
        new AttemptFiles(
            held.name(),
            shop.cache(),
            shop.transfer(),
            phases,
            reporter,
            new StorePatience(shop.clock()),
            shop.temporary().resolve(UUID.randomUUID().toString()))) {
      answer(files);
    } catch (IOException e) {
      LOG.warn("attempt=untidy type={}", lease.getType(), e);
    } finally {
      held.left();
    }
  }

  private void answer(AttemptFiles files) {
    try {
      if (held.standing() != HeldLease.Standing.HELD) {
        throw new LeftException("the worker is leaving");
      }
      done(compute(files));
    } catch (LeaseOverException e) {
      LOG.info("lease=left type={} why=\"{}\"", lease.getType(), e.getMessage());
      shop.figures().abandoned();
    } catch (Throwable e) {
      // Everything: an error of the executor must not take the worker or the lease with it.
      ended(e);
    }
  }

  private WorkDone.Builder compute(AttemptFiles files) throws Exception {
    OfferedNode node = node();
    StepDriver driver =
        new StepDriver(
            held,
            files,
            reporter,
            log,
            shop.clock(),
            () -> shop.machine().fingerprint(lease),
            shop.figures());
    try (AttemptContext context =
        new AttemptContext(
            node.declaration(),
            lease,
            files,
            shop.folders(),
            shop.machine().forms(),
            shop.residency(),
            driver,
            phases,
            reporter,
            log)) {
      node.type().run(context);
      return WorkDone.newBuilder()
          .addAllOutputs(WireValues.messages(context.outputs()))
          .setNumericallyEquivalent(driver.numericallyEquivalent());
    }
  }

  private OfferedNode node() {
    Optional<OfferedNode> node =
        shop.nodes()
            .find(lease.getType(), lease.getVersion(), WireValues.digest(lease.getProgramDigest()));
    return node.orElseThrow(() ->
        new IllegalStateException(
            "this worker does not offer version %d with program %s"
                .formatted(
                    lease.getVersion(), WireValues.digest(lease.getProgramDigest()).brief())));
  }

  private void done(WorkDone.Builder done) {
    shop.figures().done();
    held.done(done.setSeconds(phases.seconds()).setLog(log.text()));
  }

  private void ended(Throwable cause) {
    switch (held.standing()) {
      case OVER -> abandoned();
      case TIMED_OUT -> failed(timeout(), Optional.empty());
      case STOPPING -> stoppedOrFailed(cause);
      case HELD -> failed(cause);
    }
  }

  private void abandoned() {
    LOG.info("attempt=abandoned type={}", lease.getType());
    shop.figures().abandoned();
  }

  private void stoppedOrFailed(Throwable cause) {
    if (cause instanceof InterruptedException) {
      log.line("stopped: " + cause.getMessage());
      shop.figures().stopped();
      held.stopped(WorkStopped.newBuilder().setSeconds(phases.seconds()).setLog(log.text()));
    } else {
      failed(cause);
    }
  }

  private void failed(Throwable cause) {
    Failure failure = Failures.of(lease.getType(), shop.temporary(), cause);
    log.line(failure.code() + ": " + failure.message());
    if (failure.category() != FailureCategory.USER) {
      log.trace(cause);
    }
    if (failure.category() == FailureCategory.RESOURCE) {
      shop.residency().evictIdle();
    }
    failed(failure, Allocation.refused(cause));
  }

  private void failed(Failure failure, Optional<Allocation> refused) {
    LOG.info("attempt=failed type={} code={}", lease.getType(), failure.code());
    shop.figures().failed(failure.category());
    WorkFailed.Builder failed =
        WorkFailed.newBuilder().setSeconds(phases.seconds()).setLog(log.text());
    refused.ifPresent(allocation -> allocation.tell(failed));
    held.failed(failure, failed);
  }

  private Failure timeout() {
    return new Failure(
        "timeout",
        FailureCategory.TRANSIENT,
        "The node took longer than its timeout of %d ms.".formatted(lease.getTimeoutMs()));
  }
}
