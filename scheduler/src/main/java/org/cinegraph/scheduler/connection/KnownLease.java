package org.cinegraph.scheduler.connection;

import java.security.MessageDigest;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.proto.v1.LeaseName;

/// A lease that a connected worker holds, with the name that the worker knows it by.
///
/// @param stopTold whether the worker was told to stop at its next checkpoint
public record KnownLease(LeaseKey key, LeaseName name, boolean stopTold) {

  boolean is(LeaseKey named) {
    return same(key, named);
  }

  /// Takes the same time however much of the secret is right.
  static boolean same(LeaseKey key, LeaseKey named) {
    boolean secret =
        MessageDigest.isEqual(key.secretDigest().bytes(), named.secretDigest().bytes());
    return secret && key.work().equals(named.work()) && key.fence() == named.fence();
  }
}
