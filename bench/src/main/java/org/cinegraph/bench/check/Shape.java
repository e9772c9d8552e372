package org.cinegraph.bench.check;

/// What a thing can be, in the order of the data's numbering.
public enum Shape {
  BALL,
  BOX,
  CONE
}
