package org.cinegraph.workflows.server;

import java.nio.file.Path;
import java.util.Map;

/// The folder for what can be fetched or built again: shared by all homes of a user, safe to delete
/// while nothing runs.
public final class Cache {
  private Cache() {}

  public static Path folder() {
    return folder(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  /// `CINEGRAPH_CACHE`, else `cinegraph` in `XDG_CACHE_HOME`, else `~/.cache/cinegraph`.
  static Path folder(Map<String, String> environment, Path userHome) {
    String own = environment.getOrDefault("CINEGRAPH_CACHE", "");
    if (!own.isBlank()) {
      return Path.of(own).toAbsolutePath();
    }
    String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base = shared.isBlank() ? userHome.resolve(".cache") : Path.of(shared);
    return base.resolve("cinegraph").toAbsolutePath();
  }
}
