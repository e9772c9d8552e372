package org.cinegraph.db.run;

/// A run that is asked about is not there: a person deleted it meanwhile.
public final class RunGone extends RuntimeException {
  RunGone(String message) {
    super(message);
  }
}
