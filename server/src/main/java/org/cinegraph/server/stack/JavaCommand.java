package org.cinegraph.server.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line of a process of our own.
///
/// @param classpath what its classes are found in
/// @param options for the JVM
/// @param main the class whose `main` runs
/// @param arguments for that
public record JavaCommand(
    String classpath, List<String> options, String main, List<String> arguments) {
  private static final List<String> ALWAYS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseSerialGC",
          "-Xshare:auto");

  public JavaCommand {
    options = List.copyOf(options);
    arguments = List.copyOf(arguments);
  }

  /// A process with the classes of this one.
  public static JavaCommand likeThisProcess(
      String main, List<String> options, List<String> arguments) {
    return new JavaCommand(System.getProperty("java.class.path"), options, main, arguments);
  }

  /// A process of the room whose build wrote its class path.
  static JavaCommand ofRoom(
      Path root, String room, String main, List<String> options, List<String> arguments) {
    Path file = root.resolve(room).resolve("target").resolve("classpath.txt");
    try {
      return new JavaCommand(Files.readString(file).strip(), options, main, arguments);
    } catch (IOException e) {
      throw new StackException(
          file + " is missing: build Cinegraph with `./mvnw -DskipTests package`.", e);
    }
  }

  public List<String> line() {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(ALWAYS);
    line.addAll(options);
    line.addAll(List.of("-cp", classpath, main));
    line.addAll(arguments);
    return List.copyOf(line);
  }
}
