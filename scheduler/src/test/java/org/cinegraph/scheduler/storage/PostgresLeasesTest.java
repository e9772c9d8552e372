package org.cinegraph.scheduler.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.cinegraph.db.Leadership;
import org.cinegraph.db.RunFixture;
import org.cinegraph.proto.ProcessSpace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresLeasesTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final UUID id = UUID.randomUUID();
  private final RunFixture runs = new RunFixture();

  @AfterEach
  void close() {
    runs.close();
  }

  @Test
  void theLeadershipOfADeadProcessIsTakenAtOnce() throws Exception {
    Process process = new ProcessBuilder("sleep", "600").start();
    String where = ProcessSpace.here() + " " + process.pid();
    UUID other = UUID.randomUUID();
    PostgresLeases leases = new PostgresLeases(runs.database(), runs.plans());
    long epoch = new Leadership(runs.database()).acquire(other, where, Duration.ZERO).orElseThrow();
    try {
      assertThat(leases.acquireLeadership(id, LONG)).as("it lives").isEmpty();
      process.destroyForcibly().waitFor();
      assertThat(leases.acquireLeadership(id, LONG)).isPresent();
      assertThat(leases.renewLeadership(other, epoch)).isFalse();
    } finally {
      process.destroyForcibly();
    }
  }
}
