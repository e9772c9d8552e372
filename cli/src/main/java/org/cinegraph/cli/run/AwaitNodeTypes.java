package org.cinegraph.cli.run;

import java.time.Duration;
import org.cinegraph.cli.client.Connection;
import org.cinegraph.cli.client.Interrupts;
import org.cinegraph.proto.v1.CatalogEntry;
import org.cinegraph.proto.v1.ListNodeTypesRequest;

/// Waits until some worker has said what it computes: right after a start it is seconds behind the
/// control plane. That one would wait as well, but in the middle of a submission, which must not be
/// broken off: nobody could say whether there is a run.
final class AwaitNodeTypes {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int TRIES = 100;

  private final Connection connection;

  AwaitNodeTypes(Connection connection) {
    this.connection = connection;
  }

  /// Returns after ten seconds at the latest: what is missing then is said by whoever needs it.
  void orInterrupt(Interrupts interrupts) throws InterruptedException {
    for (int i = 0; i < TRIES && interrupts.count() == 0 && areNone(); i++) {
      LostStack.check(connection);
      Thread.sleep(POLL);
    }
  }

  private boolean areNone() {
    ListNodeTypesRequest request = ListNodeTypesRequest.getDefaultInstance();
    return connection
        .control()
        .call(service -> service.listNodeTypes(request))
        .getNodeTypesList()
        .stream()
        .allMatch(CatalogEntry::getOfLanguage);
  }
}
