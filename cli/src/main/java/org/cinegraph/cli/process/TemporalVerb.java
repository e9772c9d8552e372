package org.cinegraph.cli.process;

import picocli.CommandLine.Command;

/// `temporal`: the server that drives runs.
@Command(
    name = "temporal",
    description = "Install the Temporal server, look at what it recorded",
    synopsisSubcommandLabel = "VERB")
final class TemporalVerb {}
