package org.cinegraph.cli.show;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.Callable;
import org.cinegraph.cli.client.Place;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What is asked of one package of this machine; nothing needs to run.
abstract class LookAtModel implements Callable<Integer> {
  private final String question;

  @Mixin private final Place place = new Place();

  @Parameters(paramLabel = "MODEL", description = "Its name in graphs, or its folder")
  private @Nullable String model;

  @Option(names = "--json", description = "Print one line of JSON")
  private boolean json;

  LookAtModel(String question) {
    this.question = question;
  }

  @Override
  public Integer call() throws InterruptedException {
    return LocalModel.find(requireNonNull(model), place)
        .ask(question, json ? List.of("--json") : List.of());
  }
}
