package org.cinegraph.cli.client;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What every verb takes that changes something: where, why, and whether a script reads the answer.
public final class ActOptions {
  @Option(
      names = "--why",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Kept in the audit, and with the events of a run")
  private String why = "";

  @Option(names = "--json", description = "Print JSON")
  private boolean json;

  @Mixin private final Place place = new Place();

  public String why() {
    return why;
  }

  public boolean json() {
    return json;
  }

  public Place place() {
    return place;
  }
}
