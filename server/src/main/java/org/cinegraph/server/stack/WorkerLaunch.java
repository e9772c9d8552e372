package org.cinegraph.server.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.workflows.server.Cache;

/// The command line of a worker process: it ends in order at the end of its standard input.
///
/// @param root the folder of the built rooms
/// @param home whose token it shows
public record WorkerLaunch(Path root, Home home) {

  /// The models that were registered in the home are known to every worker of it, after those of
  /// the folders that are given.
  ///
  /// @param more further arguments; a default whose option they name is left out
  public List<String> line(String server, List<String> more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--server",
                server,
                "--token-file",
                home.tokenFile().toString(),
                "--stop-with-parent"));
    addUnlessGiven(arguments, more, "--models", shipped());
    addUnlessGiven(arguments, more, "--cache", cache());
    arguments.addAll(more);
    arguments.addAll(List.of("--models", home.models().toString()));
    return JavaCommand.ofRoom(
            root,
            "workers",
            "org.cinegraph.workers.WorkerMain",
            List.of("-Dcinegraph.root=" + root),
            arguments)
        .line();
  }

  /// The command line of a look at a model package of this machine.
  ///
  /// @param arguments what is asked, the name and the folder, and further options
  public static List<String> modelTool(Path root, List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--cache", cache().toString()));
    return JavaCommand.ofRoom(
            root, "workers", "org.cinegraph.workers.model.ModelTool", List.of(), all)
        .line();
  }

  /// Where model packages lie that every worker of the home knows.
  public List<Path> modelFolders() {
    return List.of(shipped(), home.models());
  }

  private Path shipped() {
    return root.resolve("examples-graphs").resolve("models");
  }

  private static Path cache() {
    return Cache.folder().resolve("worker");
  }

  private static void addUnlessGiven(
      List<String> arguments, List<String> more, String option, Path value) {
    if (more.stream().noneMatch(given -> given.equals(option) || given.startsWith(option + "="))) {
      arguments.add(option);
      arguments.add(value.toString());
    }
  }
}
