package org.cinegraph.server.stack;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cinegraph.workflows.server.Endpoint;

/// Where the Postgres of a JDBC URL listens.
public final class PostgresAddress {
  private static final Pattern ONE_HOST =
      Pattern.compile("jdbc:postgresql://([^/?,]+?)(?::(\\d+))?(?:[/?].*)?");
  private static final String USUAL_PORT = "5432";
  private static final Duration PAUSE = Duration.ofMillis(20);

  private PostgresAddress() {}

  /// The one server that a URL names. What else a URL may say is left to the driver.
  static Optional<Endpoint> of(String url) {
    Matcher parts = ONE_HOST.matcher(url);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String port = Optional.ofNullable(parts.group(2)).orElse(USUAL_PORT);
    return Optional.of(Endpoint.parse(parts.group(1) + ":" + port));
  }

  /// Waits until somebody answers there, or the time has passed: a Postgres that is started at the
  /// same time may first have to make its data folder. A pool of connections would try once a
  /// second.
  public static void await(String url, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Optional<Endpoint> server = of(url);
    while (server.isPresent() && !server.get().accepts() && System.nanoTime() < deadline) {
      Thread.sleep(PAUSE);
    }
  }
}
