package org.cinegraph.nodes.diffusion.wanvae;

import java.util.ArrayList;
import java.util.List;

/// What a loop's states hold in libtorch, which must not outlive the loop, however it ends.
final class OpenPasts implements AutoCloseable {
  private final List<CausalPast> open = new ArrayList<>();

  CausalPast add(CausalPast past) {
    open.add(past);
    return past;
  }

  /// Lets go of one that nobody goes on from.
  void close(CausalPast past) {
    open.removeIf(each -> each == past);
    past.close();
  }

  @Override
  public void close() {
    open.forEach(CausalPast::close);
    open.clear();
  }
}
