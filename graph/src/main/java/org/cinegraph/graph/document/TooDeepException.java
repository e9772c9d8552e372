package org.cinegraph.graph.document;

/// Ends the reading of a document that is nested too deeply, after the problem was reported: the
/// parser would go on to keep a record for each level, up to the size of the document.
final class TooDeepException extends RuntimeException {
  private static final long serialVersionUID = 1;
}
