package org.cinegraph.cli.show;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Place;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.server.stack.Home;
import org.cinegraph.server.stack.WorkerLaunch;

/// A model package of this machine, looked at by the workers' own program.
record LocalModel(String name, Path folder) {
  /// @param name that of a package as workers of the home know it, or the path of one
  static LocalModel find(String name, Place place) {
    Home home = place.home().map(Home::new).orElseGet(Home::locate);
    List<Path> directories = new WorkerLaunch(root(), home).modelFolders();
    for (Path directory : directories) {
      if (Files.isDirectory(directory.resolve(name))) {
        return new LocalModel(name, directory.resolve(name));
      }
    }
    Path path = Path.of(name).toAbsolutePath().normalize();
    if (Files.isDirectory(path)) {
      return new LocalModel(String.valueOf(path.getFileName()), path);
    }
    throw Refusal.usage(
        "There is no model package %s in %s, and no folder of that path. `models add PATH` registers one; `models list` tells which ones running workers have."
            .formatted(
                name, String.join(" or ", directories.stream().map(Path::toString).toList())));
  }

  /// @param options further ones
  /// @return the program's exit status
  int ask(String question, List<String> options) throws InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(question, name, folder.toString()));
    arguments.addAll(options);
    try {
      return new ProcessBuilder(WorkerLaunch.modelTool(root(), arguments))
          .inheritIO()
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new Refusal(
          ExitCode.FAILED, "The workers' program cannot be started: " + e.getMessage());
    }
  }

  private static Path root() {
    String root = System.getProperty("cinegraph.root");
    if (root == null) {
      throw Refusal.usage(
          "Packages are looked at by the workers' program of a source tree: start this as ./cinegraph models");
    }
    return Path.of(root);
  }
}
