package org.cinegraph.nodes.diffusion.refocus;

/// Where the words of a group are to be seen.
sealed interface Region {
  /// Shares of width and height, from the left and from the top.
  record Box(double left, double top, double right, double bottom) implements Region {}

  /// One of the planes that come with a plan.
  record Plane(int index) implements Region {}
}
