package org.cinegraph.workflows.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The two files that a Temporal server of one process reads at its start.
final class TemporalSettings {
  private static final String SERVER =
      """
      log: {stdout: true, level: warn}
      persistence:
        defaultStore: file
        visibilityStore: file
        numHistoryShards: 4
        datastores:
          file:
            sql:
              pluginName: sqlite
              databaseName: "%1$s"
              connectAddr: localhost
              connectProtocol: tcp
              connectAttributes: {cache: private, setup: "true", journal_mode: wal, synchronous: "2"}
      global:
        membership: {maxJoinDuration: 30s}
      services:
        frontend: {rpc: {grpcPort: %2$d, membershipPort: %3$d, bindOnLocalHost: true}}
        history: {rpc: {grpcPort: %4$d, membershipPort: %5$d, bindOnLocalHost: true}}
        matching: {rpc: {grpcPort: %6$d, membershipPort: %7$d, bindOnLocalHost: true}}
        worker: {rpc: {grpcPort: %8$d, membershipPort: %9$d, bindOnLocalHost: true}}
      clusterMetadata:
        enableGlobalNamespace: false
        failoverVersionIncrement: 10
        masterClusterName: active
        currentClusterName: active
        clusterInformation:
          active: {enabled: true, initialFailoverVersion: 1, rpcName: frontend, rpcAddress: "127.0.0.1:%2$d"}
      dynamicConfigClient: {filepath: "%10$s", pollInterval: 60s}
      """;

  /// With the default of 20 polls a second, a chain of activities gets 10 a second and not one
  /// more.
  private static final String DYNAMIC =
      """
      history.transferProcessorMaxPollRPS:
        - value: 1000
      history.timerProcessorMaxPollRPS:
        - value: 1000
      """;

  private TemporalSettings() {}

  /// Writes both files into the folder and returns the first; `ports` begins with the callers'
  /// port.
  static Path write(Path folder, List<Integer> ports) {
    Path settings = folder.resolve("temporal.yaml");
    Path dynamic = folder.resolve("dynamic.yaml");
    Object[] values = new Object[TemporalPorts.COUNT + 2];
    values[0] = folder.resolve("temporal.db").toAbsolutePath();
    for (int i = 0; i < TemporalPorts.COUNT; i++) {
      values[i + 1] = ports.get(i);
    }
    values[TemporalPorts.COUNT + 1] = dynamic.toAbsolutePath();
    try {
      Files.createDirectories(folder);
      Files.writeString(dynamic, DYNAMIC);
      return Files.writeString(settings, SERVER.formatted(values));
    } catch (IOException e) {
      throw new UncheckedIOException("the settings of Temporal could not be written", e);
    }
  }
}
