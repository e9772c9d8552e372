package org.cinegraph.bench.measure;

/// A figure against its goal, from best to worst.
public enum Verdict {
  NOT_JUDGED("-"),
  REACHED("reached"),
  MISSED("missed"),
  NOT_ACCEPTABLE("not acceptable");

  private final String written;

  Verdict(String written) {
    this.written = written;
  }

  public String written() {
    return written;
  }
}
