package org.cinegraph.server.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.type.Dtype;
import org.junit.jupiter.api.Test;

/// Folders with node types, on their way from a command to the workers that it starts.
class StackNodesTest {
  private static final List<Path> FOLDERS = List.of(Path.of("/jars one"), Path.of("/two"));

  private final StackOptions options =
      StackOptions.forRun(new Home(Path.of("/home")), Path.of("/root")).withNodes(FOLDERS);

  @Test
  void theSupervisorReadsWhatTheCommandWrote() {
    assertThat(StackOptions.parse(options.toProperties())).isEqualTo(options);
  }

  @Test
  void aStackThatWasStartedWithoutThemIsNotJoined() {
    StackAgreement agreement = new StackAgreement(options);
    assertThatCode(() -> agreement.check(state(FOLDERS))).doesNotThrowAnyException();
    assertThatThrownBy(() -> agreement.check(state(List.of())))
        .isInstanceOf(StackException.class)
        .hasMessage(
            "The stack that runs in /home was started without the node types of /jars one, /two:"
                + " start `./cinegraph worker --nodes DIR` beside it, end it first, or use another"
                + " home (CINEGRAPH_HOME).");
  }

  @Test
  void whoAsksForNoneJoinsAnyStack() {
    StackAgreement agreement = new StackAgreement(options.withNodes(List.of()));
    assertThatCode(() -> agreement.check(state(FOLDERS))).doesNotThrowAnyException();
  }

  @Test
  void aTypeGoesTheSameWay() {
    StackOptions half = options.withDtype(Dtype.BF16);
    assertThat(StackOptions.parse(half.toProperties())).isEqualTo(half);
    assertThatThrownBy(() -> new StackAgreement(half).check(state(FOLDERS)))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("was started without --dtype bf16: start `./cinegraph worker");
    assertThatCode(() -> new StackAgreement(half).check(state(FOLDERS, Optional.of(Dtype.BF16))))
        .doesNotThrowAnyException();
  }

  private static StackState state(List<Path> nodes) {
    return state(nodes, Optional.empty());
  }

  private static StackState state(List<Path> nodes, Optional<Dtype> dtype) {
    return new StackState(
        ProcessIdentity.current(),
        1,
        "127.0.0.1:7420",
        "127.0.0.1:7233",
        "given",
        "embedded",
        List.of(),
        nodes,
        dtype,
        new LinkedHashMap<>());
  }
}
