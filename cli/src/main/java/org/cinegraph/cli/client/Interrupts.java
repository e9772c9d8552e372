package org.cinegraph.cli.client;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// Counts Ctrl-C (and a polite kill) instead of dying of it, so that what was begun ends in order.
/// Until [#started] is said, the first one does what [#onFirst] says and the second one ends this
/// process at once: then what it holds sees it go. Closing gives the signals back to Java.
public final class Interrupts implements AutoCloseable {
  private final PrintStream err;
  private final AtomicInteger count = new AtomicInteger();
  private final List<Runnable> restore = new ArrayList<>();
  private Runnable first = () -> {};
  private volatile boolean started;

  private Interrupts(PrintStream err) {
    this.err = err;
  }

  public static Interrupts counted(PrintStream err) {
    Interrupts interrupts = new Interrupts(err);
    for (String name : List.of("INT", "TERM")) {
      Signal signal = new Signal(name);
      SignalHandler before = Signal.handle(signal, _ -> interrupts.interrupted());
      interrupts.restore.add(() -> Signal.handle(signal, before));
    }
    return interrupts;
  }

  public int count() {
    return count.get();
  }

  /// What the first one does from now on; where it has come already, it is done at once.
  public void onFirst(Runnable action) {
    synchronized (this) {
      first = action;
    }
    if (count() > 0) {
      action.run();
    }
  }

  /// From now on whoever asks for [#count] ends things.
  public void started() {
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
    err.println("Ending in order (Ctrl-C again: at once) ...");
    first().run();
  }

  private synchronized Runnable first() {
    return first;
  }
}
