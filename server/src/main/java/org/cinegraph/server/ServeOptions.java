package org.cinegraph.server;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/// What a control-plane process is started with.
///
/// @param postgres a JDBC URL; a password comes from pgpass
/// @param temporal host and port
/// @param home the folder with token and artifacts
/// @param port where it listens, on loopback
/// @param metricsPort where Prometheus finds its metrics, on loopback; none: nowhere
/// @param stopWithParent whether the end of standard input ends it
public record ServeOptions(
    String postgres,
    String temporal,
    Path home,
    int port,
    OptionalInt metricsPort,
    boolean stopWithParent) {
  public ServeOptions {
    requireNonNull(postgres, "postgres is null");
    requireNonNull(temporal, "temporal is null");
    requireNonNull(home, "home is null");
  }

  /// @throws IllegalArgumentException with a sentence for a person
  static ServeOptions parse(List<String> arguments) {
    Map<String, String> given = new TreeMap<>();
    boolean stopWithParent = false;
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String name = rest.next();
      if (name.equals("--stop-with-parent")) {
        stopWithParent = true;
      } else if (rest.hasNext()) {
        given.put(name, rest.next());
      } else {
        throw new IllegalArgumentException("The argument " + name + " needs a value");
      }
    }
    return new ServeOptions(
        required(given, "--postgres"),
        required(given, "--temporal"),
        Path.of(required(given, "--home")),
        Integer.parseInt(required(given, "--port")),
        given.containsKey("--metrics-port")
            ? OptionalInt.of(Integer.parseInt(required(given, "--metrics-port")))
            : OptionalInt.empty(),
        stopWithParent);
  }

  private static String required(Map<String, String> given, String name) {
    String value = given.get(name);
    if (value == null) {
      throw new IllegalArgumentException("The control plane needs " + name);
    }
    return value;
  }
}
