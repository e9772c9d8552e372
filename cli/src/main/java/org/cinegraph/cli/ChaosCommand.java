package org.cinegraph.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `chaos`: renders while everything is killed, in a home of its own.
@Command(
    name = "chaos",
    description = {
      "Kill every kind of process while renders go on, and compare them with undisturbed ones",
      "chaos [--kills K] [--renders R] [--seed S] [--without checkpoints] [--json]"
    })
final class ChaosCommand implements Callable<Integer> {
  @Parameters(arity = "0..*", paramLabel = "OPTION", description = "As above")
  private final List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    return BenchProcess.run("chaos", "org.cinegraph.bench.chaos.ChaosMain", arguments);
  }
}
