package org.cinegraph.nodes.diffusion.refocus;

import static java.util.Objects.requireNonNull;

/// Words of a prompt that belong to one region.
///
/// @param name for reports
/// @param start the first of its tokens
/// @param end behind the last
/// @param weight how much it counts; what its words are multiplied with where they are reweighted
record Group(String name, int start, int end, double weight, Region region) {
  Group {
    requireNonNull(name, "name is null");
    requireNonNull(region, "region is null");
  }

  int tokens() {
    return end - start;
  }
}
