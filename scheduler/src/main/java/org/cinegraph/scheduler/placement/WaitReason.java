package org.cinegraph.scheduler.placement;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.List;
import org.cinegraph.graph.digest.Digest;

/// Why a work was not placed. [#words] tells a person; it goes on after the name of the node.
public sealed interface WaitReason {
  record NoWorkerConnected(String type, int version) implements WaitReason {}

  /// @param offered versions of that type on the connected workers, in order; may be empty
  record NoWorkerOffers(String type, int version, List<Integer> offered) implements WaitReason {
    public NoWorkerOffers {
      offered = List.copyOf(offered);
    }

    /// Whether waiting nodes could move to a newer one.
    public boolean isOfferedNewer() {
      return offered.stream().anyMatch(newer -> newer > version);
    }
  }

  /// The version is offered, with other code inside.
  record OtherProgram(String type, int version, Digest wanted, List<Digest> offered)
      implements WaitReason {
    public OtherProgram {
      offered = List.copyOf(offered);
    }
  }

  /// @param unusable what workers say of the packages of those names that they cannot use
  record NoModelPackage(List<WaitingWork.Model> models, List<String> unusable)
      implements WaitReason {
    public NoModelPackage {
      models = List.copyOf(models);
      unusable = List.copyOf(unusable);
    }
  }

  /// @param labels those that no worker with the node type has; where each is somewhere, all, since
  ///   no worker has them together
  record NoLabel(String type, List<String> labels) implements WaitReason {
    public NoLabel {
      labels = List.copyOf(labels);
    }
  }

  record NoGpu(String type) implements WaitReason {}

  /// No suitable worker is large enough, even when it is idle.
  ///
  /// @param needed on the worker that has most
  /// @param most of the same kind of memory
  record NoMemory(boolean gpu, long needed, long most) implements WaitReason {}

  /// @param suitable workers that could run it and are at work
  record AllBusy(int suitable) implements WaitReason {}

  /// @param starting workers that could run it, have just connected and asked for nothing yet
  /// @param busy others that could run it
  record AllStarting(int starting, int busy) implements WaitReason {}

  /// @param suitable workers that could run it, which people keep free
  record AllDrained(int suitable) implements WaitReason {}

  record Backoff(Duration left) implements WaitReason {}

  default String words() {
    return switch (this) {
      case NoWorkerConnected(String type, int version) ->
          "waits for %s version %d; no worker is connected".formatted(type, version);
      case NoWorkerOffers(String type, int version, List<Integer> offered) ->
          "waits for %s version %d; %s".formatted(type, version, offers(type, offered));
      case OtherProgram(String type, int version, Digest wanted, List<Digest> offered) ->
          "waits for %s version %d with program %s; connected workers run it with program %s"
              .formatted(
                  type,
                  version,
                  wanted.brief(),
                  offered.stream().map(Digest::brief).collect(joining(", ")));
      case NoModelPackage(List<WaitingWork.Model> models, List<String> unusable) ->
          "waits for a worker that has model package " + packages(models, unusable);
      case NoLabel(String type, List<String> labels) ->
          "waits for a worker; no worker that offers %s has label %s"
              .formatted(type, String.join(" and ", labels));
      case NoGpu(String type) ->
          "waits for a GPU, which %s needs; no connected worker that offers it has one"
              .formatted(type);
      case NoMemory(boolean gpu, long needed, long most) ->
          "waits for %s of %s memory; the largest suitable worker has %s"
              .formatted(mebibytes(needed), gpu ? "GPU" : "host", mebibytes(most));
      case AllBusy(int suitable) ->
          suitable == 1
              ? "waits for its turn; the one suitable worker is busy"
              : "waits for its turn; all " + suitable + " suitable workers are busy";
      case AllStarting(int starting, int busy) -> "waits for a worker; " + starting(starting, busy);
      case AllDrained(int suitable) ->
          suitable == 1
              ? "waits for a worker; the one suitable worker is drained"
              : "waits for a worker; all " + suitable + " suitable workers are drained";
      case Backoff(Duration left) ->
          "waits %d s before the next attempt".formatted(Math.max(1, left.toSeconds()));
    };
  }

  private static String packages(List<WaitingWork.Model> models, List<String> unusable) {
    return models.stream()
            .map(model -> model.name() + " (" + model.digest().brief() + ")")
            .collect(joining(" and "))
        + unusable.stream().map(why -> "; one cannot use it: " + why).collect(joining());
  }

  private static String starting(int starting, int busy) {
    if (busy > 0) {
      return "suitable workers that are starting: %d, that are busy: %d".formatted(starting, busy);
    }
    return starting == 1
        ? "the one suitable worker is starting"
        : "all " + starting + " suitable workers are starting";
  }

  private static String offers(String type, List<Integer> offered) {
    if (offered.isEmpty()) {
      return "no connected worker offers " + type;
    }
    return "connected workers offer version "
        + offered.stream().map(String::valueOf).collect(joining(", "));
  }

  private static String mebibytes(long bytes) {
    return Math.ceilDiv(bytes, 1L << 20) + " MiB";
  }
}
