package org.cinegraph.db.verb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerbRefusedTest {
  @Test
  void whereOtherVerbsAreAllowedTheyAreNamed() {
    assertThat(said(Situation.NODE_QUARANTINED))
        .isEqualTo("Node a is quarantined: retry is not allowed; allowed now: release");
  }

  @Test
  void whereNoneIsAllowedTheWayOutIsNamed() {
    assertThat(said(Situation.NODE_SKIPPED))
        .isEqualTo(
            "Node a was skipped: retry is not allowed; recover its run, or retry the node"
                + " before it that failed");
    assertThat(said(Situation.NODE_FAILED_EARLY))
        .endsWith("retry is not allowed; retry it when the run has ended");
  }

  private static String said(Situation situation) {
    return new VerbRefused("Node a", situation, Verb.RETRY).failure().message();
  }
}
