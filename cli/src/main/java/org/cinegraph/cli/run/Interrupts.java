package org.cinegraph.cli.run;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.cinegraph.cli.client.ExitCode;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// Counts Ctrl-C (and a polite kill) instead of dying of it, so that a run can be stopped in order.
/// Until [#started] is said there is nothing to stop: then the second one ends the process, and
/// what it was starting sees it go. Closing gives the signals back to Java.
final class Interrupts implements AutoCloseable {
  private final PrintStream err;
  private final AtomicInteger count = new AtomicInteger();
  private final List<Runnable> restore = new ArrayList<>();
  private volatile boolean started;

  private Interrupts(PrintStream err) {
    this.err = err;
  }

  static Interrupts counted(PrintStream err) {
    Interrupts interrupts = new Interrupts(err);
    for (String name : List.of("INT", "TERM")) {
      Signal signal = new Signal(name);
      SignalHandler before = Signal.handle(signal, _ -> interrupts.interrupted());
      interrupts.restore.add(() -> Signal.handle(signal, before));
    }
    return interrupts;
  }

  int count() {
    return count.get();
  }

  void started() {
    started = true;
  }

  @Override
  public void close() {
    restore.forEach(Runnable::run);
  }

  private void interrupted() {
    int times = count.incrementAndGet();
    if (started) {
      return;
    }
    if (times > 1) {
      Runtime.getRuntime().halt(ExitCode.STOPPED.number());
    }
    err.println("Stopping when the start is through (Ctrl-C again: now) ...");
  }
}
