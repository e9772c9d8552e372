package org.cinegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.cinegraph.proto.v1.UsageBy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The verbs that look back: where a file comes from, what was spent, what happened.
class PastTest {
  @TempDir private Path folder;
  private CommandFixture cinegraph;

  @BeforeEach
  void start() {
    cinegraph = new CommandFixture();
  }

  @AfterEach
  void close() {
    cinegraph.close();
  }

  @Test
  void aFileWithoutAStampIsFoundByItsBytes() throws IOException {
    Path file = Files.write(folder.resolve("picture.bin"), CannedControl.PICTURE);
    assertThat(cinegraph.run("lineage", file.toString())).isZero();
    assertThat(cinegraph.out().lines())
        .containsExactly(
            "file      %s, no stamp".formatted(file),
            "artifact  %s, image/png, 5 bytes".formatted(picture()),
            "made by   no run that is left here");
  }

  @Test
  void anArtifactIsFoundByItsDigest() {
    assertThat(cinegraph.run("lineage", picture())).isZero();
    assertThat(cinegraph.out()).startsWith("artifact  " + picture());
    assertThat(cinegraph.run("lineage", picture(), "--json")).isZero();
    assertThat(cinegraph.out()).startsWith("{\"artifact\":\"" + picture() + "\"");
  }

  @Test
  void whatNobodyMadeIsRefusedInOneSentence() throws IOException {
    String other = "0".repeat(64);
    assertThat(cinegraph.run("lineage", other)).isEqualTo(2);
    assertThat(cinegraph.err()).isEqualTo("This home knows no artifact " + other + "\n");

    Path file = Files.writeString(folder.resolve("letter.txt"), "dear");
    assertThat(cinegraph.run("lineage", file.toString())).isEqualTo(2);
    assertThat(cinegraph.err())
        .isEqualTo(
            "No run of this home made %s, and it has no stamp that would say more\n"
                .formatted(file));

    assertThat(cinegraph.run("lineage", "movie.mp4")).isEqualTo(2);
    assertThat(cinegraph.err())
        .isEqualTo(
            "movie.mp4 is neither a file nor an artifact's digest (64 hexadecimal digits)\n");
  }

  @Test
  void usageIsATableOfSecondsByPhase() {
    assertThat(cinegraph.run("usage", "--by", "type", "--since", "2026-01-31", "--limit", "5"))
        .isZero();
    assertThat(cinegraph.out().lines())
        .containsExactly(
            "TYPE            ATTEMPTS  SECONDS  FETCH  LOAD  RUN   STORE",
            "sample-latents  3         92.0     0.5    1.3   90.0  0.3",
            "(none)          1         2.0      0.0    0.0   2.0   0.0");
    assertThat(cinegraph.control.history.asked)
        .singleElement()
        .satisfies(request -> {
          assertThat(request.getBy()).isEqualTo(UsageBy.USAGE_BY_TYPE);
          assertThat(request.getPageSize()).isEqualTo(5);
          assertThat(request.hasSince()).isTrue();
        });
  }

  @Test
  void usageIsAListForScripts() {
    assertThat(cinegraph.run("usage", "--by", "model", "--json")).isZero();
    assertThat(cinegraph.out())
        .startsWith("[{\"attempts\":3,\"fetchSeconds\":0.5,")
        .contains("\"model\":\"sample-latents\"", "\"seconds\":92.0");
  }

  @Test
  void usageOfNothingAndWrongUseSaySo() {
    cinegraph.control.history.isEmpty = true;
    assertThat(cinegraph.run("usage")).isZero();
    assertThat(cinegraph.out()).isEqualTo("Nothing was computed yet\n");
    assertThat(cinegraph.run("usage", "--since", "1h")).isZero();
    assertThat(cinegraph.out()).isEqualTo("Nothing was computed since then\n");

    assertThat(cinegraph.run("usage", "--by", "colour")).isEqualTo(2);
    assertThat(cinegraph.err())
        .isEqualTo("--by must be run, type, model or device, found \"colour\"\n");
    assertThat(cinegraph.run("usage", "--limit", "0")).isEqualTo(2);
    assertThat(cinegraph.err()).isEqualTo("--limit must be at least 1, found 0\n");
  }

  @Test
  void whoFollowsARunSeesEachEventOnceAlthoughTheControlPlaneGoesAway() {
    cinegraph.control.brokenWatches = 2;
    assertThat(cinegraph.run("events", "abcd", "--follow")).isZero();
    assertThat(cinegraph.out().lines().map(line -> line.strip().split(" ")[0]).toList())
        .doesNotHaveDuplicates()
        .startsWith("1", "2", "3", "4");
    assertThat(cinegraph.err())
        .isEqualTo("The control plane at 127.0.0.1:1 does not answer; waiting for it\n");
  }

  @Test
  void whoReadsEventsWithoutFollowingDoesNotWait() {
    cinegraph.control.brokenWatches = 1;
    assertThat(cinegraph.run("events", "abcd")).isEqualTo(4);
    assertThat(cinegraph.err()).contains("No control plane answers at 127.0.0.1:1");
  }

  private static String picture() {
    return HexFormat.of().formatHex(CannedHistory.picture().toByteArray());
  }
}
