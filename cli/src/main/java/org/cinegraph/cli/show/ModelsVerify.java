package org.cinegraph.cli.show;

import picocli.CommandLine.Command;

/// `models verify`: what workers remember of a package, held against its bytes.
@Command(
    name = "verify",
    description = "Read every byte of a model package again; exit 1 if a file was altered")
final class ModelsVerify extends LookAtModel {
  ModelsVerify() {
    super("verify");
  }
}
