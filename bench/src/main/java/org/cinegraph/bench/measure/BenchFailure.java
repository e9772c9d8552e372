package org.cinegraph.bench.measure;

/// A bench could not measure. The message is the whole answer.
public final class BenchFailure extends RuntimeException {
  public BenchFailure(String sentence) {
    super(sentence);
  }

  public BenchFailure(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
