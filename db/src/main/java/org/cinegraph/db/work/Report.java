package org.cinegraph.db.work;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.value.PortValue;

/// How an attempt ended, as its worker or the leader says.
public sealed interface Report {
  LeaseKey lease();

  /// The outputs were computed and their artifacts stored under the lease.
  ///
  /// @param equivalent the attempt went on from a checkpoint of another fingerprint, or from one
  ///   that was reached so
  record Done(
      LeaseKey lease,
      SequencedMap<String, PortValue> outputs,
      Seconds seconds,
      String log,
      boolean equivalent)
      implements Report {
    public Done {
      outputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(outputs));
    }
  }

  record Failed(LeaseKey lease, Failure failure, Seconds seconds, String log, Shortage shortage)
      implements Report {
    /// Not for want of memory, or nobody knows of how much.
    public Failed(LeaseKey lease, Failure failure, Seconds seconds, String log) {
      this(lease, failure, seconds, log, Shortage.UNKNOWN);
    }
  }

  /// The worker stopped as it was told or handed the work back.
  record Stopped(LeaseKey lease, Seconds seconds, String log) implements Report {}

  /// The leader gives up on the holder.
  ///
  /// @param counts whether it counts as a try; one that the holder never heard of, or gave back by
  ///   leaving in order, does not
  /// @param why a sentence for people
  record Lost(LeaseKey lease, boolean counts, String why) implements Report {
    public Lost(LeaseKey lease, boolean counts) {
      this(lease, counts, "The worker was lost");
    }
  }
}
