package org.cinegraph.db.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import org.cinegraph.db.RunFixture;
import org.cinegraph.db.verb.AnswerApproval;
import org.cinegraph.db.verb.Asking;
import org.cinegraph.db.work.Granted;
import org.cinegraph.db.work.LostArtifact;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.PortValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a person accepted is lost from the store and made again.
class StandingAnswerTest {
  private static final String GRAPH =
      """
      graph: g
      nodes:
        maker: {type: no-op, with: {salt: maker}}
        judged: {approve: Good?, with: {picture: $maker.value}}
        after: {type: no-op, with: {after: $judged.picture, salt: after}}
      """;
  private static final Asking ANNA = new Asking(RunFixture.TENANT, "anna", "looks fine");

  private final RunFixture fixture = new RunFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void theSamePictureIsNotAskedAboutAgain() {
    RunRow run = acceptedAndLost();
    madeAgain("a picture");

    fixture.report(fixture.done(fixture.grantAll().getFirst()));

    assertThat(fixture.find(run).state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(fixture.events(run))
        .containsOnlyOnce("node-asking judged")
        .containsSubsequence(
            "node-answered judged",
            "node-input-lost after",
            "node-answered judged",
            "node-succeeded judged",
            "node-succeeded after");
    assertThat(
            new Events(fixture.database())
                .from(run.tenant(), run.id(), 1, 100).stream()
                    .filter(event -> event.type().equals("node-answered"))
                    .map(event -> event.body().toString()))
        .last()
        .asString()
        .contains("stands", "anna");
  }

  @Test
  void anotherPictureIsAskedAboutAgain() {
    RunRow run = acceptedAndLost();
    madeAgain("another picture");

    assertThat(fixture.waiting()).isEmpty();
    assertThat(fixture.events(run)).endsWith("node-succeeded maker", "node-asking judged");
    accept(run);
    fixture.report(fixture.done(fixture.grantAll().getFirst()));
    assertThat(fixture.find(run).state()).isEqualTo(RunState.SUCCEEDED);
  }

  private RunRow acceptedAndLost() {
    RunRow run = fixture.plan(GRAPH, 500);
    fixture.takeIn(run, 0);
    Granted maker = fixture.grantAll().getFirst();
    ArtifactReference picture = fixture.stored(maker, "a picture");
    fixture.report(fixture.done(maker, new PortValue.Artifact(picture)));
    fixture.takeIn(run, 1);
    accept(run);
    fixture.takeIn(run, 2);
    Granted consumer = fixture.grantAll().getFirst();
    assertThat(
            new LostArtifact(fixture.database(), fixture.plans())
                .found(fixture.lease(consumer), picture.digest()))
        .isTrue();
    return run;
  }

  private void madeAgain(String content) {
    Granted again = fixture.grantAll().getFirst();
    ArtifactReference picture = fixture.stored(again, content);
    fixture.report(fixture.done(again, new PortValue.Artifact(picture)));
  }

  private void accept(RunRow run) {
    assertThat(
            new AnswerApproval(fixture.database(), fixture.plans())
                .accept(ANNA, run.id(), "judged", new LinkedHashMap<>())
                .changed())
        .isNotEmpty();
  }
}
