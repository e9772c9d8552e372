package org.cinegraph.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `bench`: the benches.
@Command(
    name = "bench",
    description = "List the benches; with a name, run one and print its table (--json: an object)")
final class BenchCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "ARGUMENT",
      description = "The bench's name and its options; bench NAME --help tells them")
  private final List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    return BenchProcess.run("bench", "org.cinegraph.bench.Main", arguments);
  }
}
