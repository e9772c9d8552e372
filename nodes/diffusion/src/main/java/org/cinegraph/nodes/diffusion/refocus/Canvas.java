package org.cinegraph.nodes.diffusion.refocus;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is made, and where a network looks at words for it.
///
/// @param width in pixels
/// @param height in pixels
/// @param maps by how many pixels high and wide a place is; none for networks that do not look at
///   words in this way
public record Canvas(int width, int height, SortedMap<Integer, MapShape> maps) {
  public Canvas {
    maps = Collections.unmodifiableSortedMap(new TreeMap<>(maps));
  }
}
