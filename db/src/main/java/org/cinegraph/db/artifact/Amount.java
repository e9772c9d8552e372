package org.cinegraph.db.artifact;

/// How many, and how many bytes they have.
public record Amount(long count, long bytes) {
  public static final Amount NONE = new Amount(0, 0);

  Amount plus(long more, long moreBytes) {
    return new Amount(count + more, bytes + moreBytes);
  }

  Amount plus(Amount other) {
    return plus(other.count, other.bytes);
  }
}
