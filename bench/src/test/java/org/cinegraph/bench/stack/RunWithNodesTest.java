package org.cinegraph.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A graph of a node type that its author packed into a jar, run by one command in a fresh home.
class RunWithNodesTest {
  @TempDir private Path folder;

  @Test
  void runHandsTheJarsToTheWorkerThatItStarts() throws Exception {
    NodeTypesPage page = NodeTypesPage.read();
    Path jars = page.pack(folder);
    Path graph = Files.writeString(folder.resolve("fractal.yaml"), page.graphWithDetail(50));
    CinegraphCommand cinegraph = new CinegraphCommand(folder, folder.resolve("home"));

    var outcome =
        cinegraph.run("run", graph.toString(), "--nodes", jars.toString(), "--out", "drawn");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("drawn/picture").contains("1 node: 0 memo hits, 1 computed");
  }
}
