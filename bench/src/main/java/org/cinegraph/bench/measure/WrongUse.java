package org.cinegraph.bench.measure;

/// The command was given something that it does not take. The message is the whole answer.
public final class WrongUse extends RuntimeException {
  public WrongUse(String sentence) {
    super(sentence);
  }
}
