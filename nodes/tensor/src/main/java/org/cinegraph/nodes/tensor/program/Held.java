package org.cinegraph.nodes.tensor.program;

import ai.djl.pytorch.jni.IValue;

/// What a method gave and left in libtorch, whatever its type: for the next method of a network
/// that is run in parts, without a copy into Java. It keeps its memory until it is closed.
public final class Held implements Argument, AutoCloseable {
  private final IValue value;

  Held(IValue value) {
    this.value = value;
  }

  IValue value() {
    return value;
  }

  @Override
  public void close() {
    value.close();
  }
}
