package org.cinegraph.cli.show;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.Callable;
import org.cinegraph.cli.client.Place;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `models show`: what is in a package, from its headers; nothing needs to run.
@Command(
    name = "show",
    description =
        "Show a model package of this machine: parts, classes, parameters, memory, licence")
final class ModelsShow implements Callable<Integer> {
  @Mixin private final Place place = new Place();

  @Parameters(paramLabel = "MODEL", description = "Its name in graphs, or its folder")
  private @Nullable String model;

  @Option(names = "--json", description = "Print one line of JSON")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    return LocalModel.find(requireNonNull(model), place)
        .ask("show", json ? List.of("--json") : List.of());
  }
}
