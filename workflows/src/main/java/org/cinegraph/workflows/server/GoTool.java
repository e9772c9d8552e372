package org.cinegraph.workflows.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A Go compiler on this machine: the one on the PATH, else one in the usual folders.
///
/// @param program its path
/// @param version three numbers
public record GoTool(Path program, List<Integer> version) {
  /// The oldest Go that builds the pinned Temporal server.
  public static final List<Integer> OLDEST = List.of(1, 26, 4);

  private static final Pattern VERSION = Pattern.compile("go(\\d+)\\.(\\d+)(?:\\.(\\d+))?");

  public static Optional<GoTool> find() {
    Path userHome = Path.of(System.getProperty("user.home"));
    Stream<Path> onPath =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":")).map(Path::of);
    Stream<Path> usual =
        Stream.of(Path.of("/usr/local/go/bin"), userHome.resolve("go/bin"), Path.of("/snap/bin"));
    return Stream.concat(onPath, usual)
        .map(folder -> folder.resolve("go"))
        .filter(Files::isExecutable)
        .flatMap(program -> ask(program).stream())
        .findFirst();
  }

  public boolean isRecentEnough() {
    for (int i = 0; i < OLDEST.size(); i++) {
      int difference = version.get(i) - OLDEST.get(i);
      if (difference != 0) {
        return difference > 0;
      }
    }
    return true;
  }

  /// Reads the answer of `go version`.
  static Optional<List<Integer>> parseVersion(String answer) {
    Matcher matcher = VERSION.matcher(answer);
    if (!matcher.find()) {
      return Optional.empty();
    }
    List<Integer> numbers = new ArrayList<>();
    for (int group = 1; group <= 3; group++) {
      String digits = matcher.group(group);
      numbers.add(digits == null ? 0 : Integer.parseInt(digits));
    }
    return Optional.of(List.copyOf(numbers));
  }

  private static Optional<GoTool> ask(Path program) {
    try {
      Process process = new ProcessBuilder(program.toString(), "version").start();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return parseVersion(answer).map(version -> new GoTool(program, version));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
