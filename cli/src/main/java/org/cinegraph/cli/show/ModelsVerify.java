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

/// `models verify`: what workers remember of a package, held against its bytes.
@Command(
    name = "verify",
    description = "Read every byte of a model package again; exit 1 if a file was altered")
final class ModelsVerify implements Callable<Integer> {
  @Mixin private final Place place = new Place();

  @Parameters(paramLabel = "MODEL", description = "Its name in graphs, or its folder")
  private @Nullable String model;

  @Option(names = "--json", description = "Print one line of JSON")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    return LocalModel.find(requireNonNull(model), place)
        .ask("verify", json ? List.of("--json") : List.of());
  }
}
