package org.cinegraph.cli.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// Counts Ctrl-C (and a polite kill) instead of dying of it, so that a run can be stopped in order.
/// Closing gives the signals back to Java.
final class Interrupts implements AutoCloseable {
  private final AtomicInteger count = new AtomicInteger();
  private final List<Runnable> restore = new ArrayList<>();

  private Interrupts() {}

  static Interrupts counted() {
    Interrupts interrupts = new Interrupts();
    for (String name : List.of("INT", "TERM")) {
      Signal signal = new Signal(name);
      SignalHandler before = Signal.handle(signal, _ -> interrupts.count.incrementAndGet());
      interrupts.restore.add(() -> Signal.handle(signal, before));
    }
    return interrupts;
  }

  int count() {
    return count.get();
  }

  @Override
  public void close() {
    restore.forEach(Runnable::run);
  }
}
