package org.cinegraph.nodes.diffusion.refocus;

/// In how many places the attentions of some layers see a picture or video; the places of a frame
/// lie row by row, those of the next frame behind them.
public record MapShape(int frames, int rows, int columns) {
  public int places() {
    return frames * rows * columns;
  }
}
