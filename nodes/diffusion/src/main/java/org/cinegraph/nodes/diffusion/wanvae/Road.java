package org.cinegraph.nodes.diffusion.wanvae;

import java.util.Optional;
import org.cinegraph.nodes.tensor.program.Held;

/// What is held between two parts of a network; that before it is let go.
final class Road implements AutoCloseable {
  private Optional<Held> reached;

  Road(Held start) {
    this.reached = Optional.of(start);
  }

  Held reached() {
    return reached.orElseThrow();
  }

  void goOn(Held next) {
    close();
    reached = Optional.of(next);
  }

  /// Hands over what was reached.
  Held leave() {
    Held last = reached();
    reached = Optional.empty();
    return last;
  }

  @Override
  public void close() {
    reached.ifPresent(Held::close);
    reached = Optional.empty();
  }
}
