package org.cinegraph.nodes.diffusion.refocus;

/// A part of the steps.
///
/// @param from the share of the steps after which it begins
/// @param to the share of the steps after which it ends
record StepRange(double from, double to) {
  boolean contains(int step, int steps) {
    double part = (double) step / steps;
    return from <= part && part < to;
  }
}
