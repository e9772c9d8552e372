package org.cinegraph.cli.client;

/// A way to a control plane, and whatever was started to have it: closing ends both.
public interface Connection extends AutoCloseable {
  ControlClient control();

  @Override
  void close();
}
