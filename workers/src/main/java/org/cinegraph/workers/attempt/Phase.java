package org.cinegraph.workers.attempt;

/// What an attempt spends its time on. The names are those of the wire.
enum Phase {
  FETCH("fetch"),
  LOAD("load"),
  RUN("run"),
  STORE("store");

  private final String word;

  Phase(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }
}
