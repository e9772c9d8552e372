package org.cinegraph.cli.show;

import picocli.CommandLine.Command;

/// `models show`: what is in a package, from its headers.
@Command(
    name = "show",
    description =
        "Show a model package of this machine: parts, classes, parameters, memory, licence")
final class ModelsShow extends LookAtModel {
  ModelsShow() {
    super("show");
  }
}
