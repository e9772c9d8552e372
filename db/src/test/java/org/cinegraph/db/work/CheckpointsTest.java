package org.cinegraph.db.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.RunState;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.ArtifactReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckpointsTest {
  private static final String ONE =
      "graph: one\nnodes:\n  a: {type: no-op, with: {salt: deep}}\noutputs:\n  last: $a.value\n";
  private static final byte[] HERE = "this machine".getBytes(StandardCharsets.UTF_8);

  private final RunFixture fixture = new RunFixture();
  private RunRow run;
  private Granted granted;

  @BeforeEach
  void begin() {
    run = fixture.plan(ONE, 500);
    fixture.takeIn(run, 0);
    granted = fixture.grantAll().getFirst();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aWorkThatBeginsHasNone() {
    assertThat(granted.checkpoints()).isEmpty();
  }

  @Test
  void aStateThatWasNotStoredCannotBeAnnounced() {
    ArtifactReference unknown =
        new ArtifactReference(Digest.of("nowhere"), 7, "text/plain", List.of());

    ReportAnswer answer = announce(2, unknown);

    assertThat(answer).isInstanceOf(ReportAnswer.Refused.class);
    assertThat(((ReportAnswer.Refused) answer).failure().message())
        .contains("names state", "which was not stored");
    assertThat(nextLease().checkpoints()).isEmpty();
  }

  @Test
  void theNewestTwoAreKeptAndTheNextLeaseNamesThemNewestFirst() {
    save(2);
    save(4);
    save(6);

    assertThat(holders()).hasSize(2);
    assertThat(nextLease().checkpoints())
        .extracting(SavedCheckpoint::nextStep)
        .containsExactly(6, 4);
  }

  @Test
  void theNewestIsTheOneThatWasWrittenLastEvenWhereItsStepIsEarlier() {
    save(20);
    save(22);
    granted = nextLease();
    save(3);

    assertThat(nextLease().checkpoints())
        .extracting(SavedCheckpoint::nextStep)
        .containsExactly(3, 22);
  }

  @Test
  void theSameStepOfALaterLeaseReplacesTheState() {
    save(2);
    save(4);
    granted = nextLease();
    ArtifactReference other = fixture.stored(granted, "another state before 2");
    announce(2, other);

    List<SavedCheckpoint> checkpoints = nextLease().checkpoints();
    assertThat(checkpoints).extracting(SavedCheckpoint::nextStep).containsExactly(2, 4);
    assertThat(checkpoints.getFirst().state().digest()).isEqualTo(other.digest());
    assertThat(holders()).hasSize(2);
  }

  @Test
  void aWorkThatIsDoneKeepsNoneAndHoldsNothing() {
    save(2);
    save(4);
    fixture.report(fixture.done(granted));

    assertThat(rows("SELECT 1 AS found FROM checkpoint")).isZero();
    assertThat(holders()).isEmpty();
  }

  @Test
  void aWorkThatWasStoppedKeepsThemForALaterRun() {
    save(2);
    fixture.stop(run, false);
    fixture.report(new Report.Stopped(fixture.lease(granted), Seconds.NONE, ""));
    assertThat(fixture.find(run).state()).isEqualTo(RunState.STOPPED);

    fixture.takeIn(fixture.plan(ONE, 500), 0);
    assertThat(fixture.grantAll().getFirst().checkpoints())
        .extracting(SavedCheckpoint::nextStep)
        .containsExactly(2);
  }

  @Test
  void theChunksOfAStateAreKeptWithItWhenTheirAttemptIsLost() {
    ArtifactReference chunk = fixture.stored(granted, "chunk");
    ArtifactReference state =
        fixture.stored(
            granted,
            "state with a chunk",
            List.of(new ArtifactReference.Part(chunk.digest(), chunk.bytes())));
    announce(1, state);
    fixture.report(new Report.Lost(fixture.lease(granted), true));

    assertThat(kept(state.digest())).isTrue();
    assertThat(kept(chunk.digest())).isTrue();
    granted = fixture.grantAll().getFirst();
    fixture.report(fixture.done(granted));
    assertThat(kept(state.digest())).isFalse();
    assertThat(kept(chunk.digest())).isFalse();
  }

  @Test
  void aStateThatIsGoneFromTheStoreIsForgottenAndItsLeaseGoesOn() {
    save(2);
    ArtifactReference newest = save(4);
    granted = nextLease();

    assertThat(lose(newest.digest())).isTrue();

    assertThat(fixture.report(fixture.done(granted))).isEqualTo(new ReportAnswer.Committed());
    assertThat(fixture.find(run).state()).isEqualTo(RunState.SUCCEEDED);
  }

  @Test
  void nobodyIsSentToAStateWithALostChunkAgain() {
    save(2);
    ArtifactReference chunk = fixture.stored(granted, "chunk");
    ArtifactReference state =
        fixture.stored(
            granted,
            "state with a chunk",
            List.of(new ArtifactReference.Part(chunk.digest(), chunk.bytes())));
    announce(4, state);
    granted = nextLease();

    lose(chunk.digest());

    assertThat(nextLease().checkpoints()).extracting(SavedCheckpoint::nextStep).containsExactly(2);
  }

  @Test
  void aWorkThatGetsFurtherBetweenLossesIsNotQuarantinedHoweverManyWorkersItLoses() {
    for (int step = 1; step <= 5; step++) {
      save(step);
      loseWorker();
    }

    assertThat(fixture.find(run).state()).isEqualTo(RunState.RUNNING);
  }

  @Test
  void aWorkThatDiesAgainAndAgainAtTheSameStepIsQuarantined() {
    save(4);
    for (int i = 0; i < 2; i++) {
      loseWorker();
      save(4);
    }
    fixture.report(new Report.Lost(fixture.lease(granted), true));

    assertThat(fixture.find(run).failure().orElseThrow().code()).isEqualTo("quarantined");
  }

  private void loseWorker() {
    fixture.report(new Report.Lost(fixture.lease(granted), true));
    granted = fixture.grantAll().getFirst();
  }

  private boolean lose(Digest digest) {
    return new LostArtifact(fixture.database(), fixture.plans())
        .found(fixture.lease(granted), digest);
  }

  private ArtifactReference save(int step) {
    ArtifactReference state = fixture.stored(granted, "state before " + step);
    assertThat(announce(step, state)).isEqualTo(new ReportAnswer.Committed());
    return state;
  }

  private ReportAnswer announce(int step, ArtifactReference state) {
    return new Checkpoints(fixture.database())
        .record(fixture.lease(granted), new SavedCheckpoint(step, 24, state, HERE, false));
  }

  /// The work goes to the next worker; the attempt does not count.
  private Granted nextLease() {
    fixture.report(new Report.Lost(fixture.lease(granted), false));
    return fixture.grantAll().getFirst();
  }

  private List<String> holders() {
    return fixture
        .database()
        .read(sql ->
            sql.rows(
                "SELECT holder_id FROM artifact_reference WHERE holder_kind = 'checkpoint'",
                row -> row.text("holder_id")));
  }

  private int rows(String query) {
    return fixture.database().read(sql -> sql.rows(query, _ -> true)).size();
  }

  /// By a reference of its own or by that of a whole, as the collection of garbage asks.
  private boolean kept(Digest digest) {
    return fixture
        .database()
        .read(sql ->
            !sql.rows(
                    """
                    SELECT 1 AS found FROM artifact_reference WHERE digest = ?
                    UNION ALL
                    SELECT 1 FROM artifact_part p JOIN artifact_reference r ON r.digest = p.whole
                    WHERE p.part = ?
                    """,
                    _ -> true,
                    digest,
                    digest)
                .isEmpty());
  }
}
