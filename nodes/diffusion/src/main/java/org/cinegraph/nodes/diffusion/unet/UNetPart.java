package org.cinegraph.nodes.diffusion.unet;

import java.util.ArrayList;
import java.util.List;

/// A part of the network between its first and its last convolution, which is run by one call.
///
/// @param method of the program
/// @param at what stands before the names of its tensors
/// @param layers how many resnets it has; in the middle, how many attentions between them
/// @param depth transformer blocks of each attention, 0 without attentions
record UNetPart(String method, String at, int layers, int heads, int depth) {
  static List<UNetPart> of(List<UNetLevel> levels) {
    List<UNetPart> parts = new ArrayList<>();
    for (int i = 0; i < levels.size(); i++) {
      UNetLevel level = levels.get(i);
      String at = "down_blocks." + i + ".";
      parts.add(new UNetPart("down", at, level.layers(), level.heads(), level.depthDown()));
    }
    UNetLevel coarsest = levels.getLast();
    parts.add(new UNetPart("mid", "mid_block.", 1, coarsest.heads(), coarsest.depth()));
    for (int i = 0; i < levels.size(); i++) {
      UNetLevel level = levels.reversed().get(i);
      String at = "up_blocks." + i + ".";
      parts.add(new UNetPart("up", at, level.layers() + 1, level.heads(), level.depthUp()));
    }
    return parts;
  }
}
