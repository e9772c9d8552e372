package org.cinegraph.cli.show;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Place;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.server.stack.Home;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Registers a model package where it lies, by a link in the home, once the workers' program has
/// read it: workers that start later need not read it again.
@Command(
    name = "add",
    description = "Register a model package where it lies, for the workers of a home")
final class ModelsAdd implements Callable<Integer> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private final Terminal terminal;

  @Mixin private final Place place = new Place();

  @Parameters(
      paramLabel = "PATH",
      description = "A folder with a model_index.json, or a network's with a config.json")
  private @Nullable Path path;

  @Option(names = "--name", description = "Its name in graphs; else that of the folder")
  private @Nullable String name;

  ModelsAdd(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path folder = requireNonNull(path).toAbsolutePath().normalize();
    if (Stream.of("model_index.json", "config.json")
        .noneMatch(file -> Files.isRegularFile(folder.resolve(file)))) {
      throw Refusal.usage(
          "%s is no model package: there is neither a model_index.json in it nor the config.json of a network. A package is a folder in the layout of diffusers; see docs/models.md."
              .formatted(folder));
    }
    String called = Optional.ofNullable(name).orElseGet(() -> String.valueOf(folder.getFileName()));
    if (!NAME.matcher(called).matches()) {
      throw Refusal.usage(
          "\"%s\" cannot name a model package: letters, digits, '.', '_' and '-', up to 100 of them; give another with --name."
              .formatted(called));
    }
    Home home = place.home().map(Home::new).orElseGet(Home::locate).prepare();
    Path link = home.models().resolve(called);
    requireFree(link, folder);
    int looked = new LocalModel(called, folder).ask("digest", List.of());
    if (looked != 0) {
      return ExitCode.FAILED.number();
    }
    register(link, folder);
    terminal
        .out()
        .println(
            "%s is %s. Workers of %s that start from now on have it; `models list` tells what they make of it."
                .formatted(called, folder, home.folder()));
    return ExitCode.OK.number();
  }

  private static void register(Path link, Path folder) {
    try {
      Files.createSymbolicLink(link, folder);
    } catch (FileAlreadyExistsException e) {
      requireFree(link, folder);
    } catch (IOException e) {
      throw Refusal.usage("%s cannot be written: %s".formatted(link, e.getMessage()));
    }
  }

  private static void requireFree(Path link, Path folder) {
    if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !isSame(link, folder)) {
      throw Refusal.usage(
          "%s is registered already, as %s; give another name with --name, or remove %s."
              .formatted(link.getFileName(), target(link), link));
    }
  }

  private static boolean isSame(Path link, Path folder) {
    return target(link).equals(folder);
  }

  private static Path target(Path link) {
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException | UnsupportedOperationException e) {
      return link;
    }
  }
}
