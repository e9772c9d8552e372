package org.cinegraph.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `chaos`: renders while everything is killed, in a home of its own.
@Command(
    name = "chaos",
    customSynopsis =
        "cinegraph chaos [--kills K] [--renders R] [--seed S] [--without checkpoints] [--json]",
    description =
        "Kill every kind of process while renders go on, and compare them with undisturbed ones",
    footer = {
      "",
      "  --kills K              How many processes die (default: 12)",
      "  --renders R            How many renders go on meanwhile (default: 5)",
      "  --seed S               Of all that is drawn (default: 1)",
      "  --without checkpoints  Take checkpoints away, to see the trial notice it",
      "  --json                 Print a JSON object"
    })
final class ChaosCommand implements Callable<Integer> {
  @Parameters(arity = "0..*", paramLabel = "OPTION", hidden = true)
  private final List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    return BenchProcess.run("chaos", "org.cinegraph.bench.chaos.ChaosMain", arguments);
  }
}
