package org.cinegraph.graph.estimate;

/// Seconds of workers, as they were measured: half of the attempts took between low and high.
public record Span(double low, double median, double high) {
  public static final Span NONE = new Span(0, 0, 0);

  Span plus(Span more) {
    return new Span(low + more.low, median + more.median, high + more.high);
  }
}
