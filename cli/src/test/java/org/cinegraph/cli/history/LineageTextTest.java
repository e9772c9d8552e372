package org.cinegraph.cli.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.List;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.FieldReader;
import org.cinegraph.proto.v1.ArtifactReference;
import org.cinegraph.proto.v1.ArtifactUse;
import org.cinegraph.proto.v1.AttemptSpan;
import org.cinegraph.proto.v1.GetLineageResponse;
import org.cinegraph.proto.v1.GraphVersion;
import org.cinegraph.proto.v1.LineageInput;
import org.cinegraph.proto.v1.LineageNode;
import org.cinegraph.proto.v1.ModelPackage;
import org.cinegraph.proto.v1.NodeReference;
import org.cinegraph.proto.v1.NodeState;
import org.cinegraph.proto.v1.PortValue;
import org.junit.jupiter.api.Test;

class LineageTextTest {
  private static final String NIL = "00000000-0000-0000-0000-000000000000";
  private static final ByteString MOVIE = digest("movie");

  @Test
  void aMovieIsFollowedBackToItsFirstNode() {
    List<String> lines = LineageText.lines(lineage(false));
    assertThat(lines)
        .startsWith(
            "artifact  %s, video/mp4, 1234 bytes".formatted(Digest.of("movie")),
            lines.get(1),
            "graph     text-to-movie@3, version " + Digest.of("graph"),
            "exact     bit for bit what an uninterrupted run makes")
        .contains(
            "latents  sample-latents@2, program %s, from the memo"
                .formatted(Digest.of("program").brief()),
            "  with     seed = 7, steps = 24",
            "  takes    conditioning from text.conditioning",
            "  takes    start = artifact " + Digest.of("start").brief(),
            "  model    toybox " + Digest.of("toybox").brief(),
            "  key      " + Digest.of("key").brief());
    assertThat(lines.get(1)).startsWith("made by   node movie of run " + NIL);
    assertThat(lines)
        .anyMatch(line -> line.startsWith("  computed on worker w1, ") && line.endsWith(": done"));
  }

  @Test
  void eachRunSaysHowItCameToTheArtifact() {
    assertThat(LineageText.lines(lineage(false)))
        .anyMatch(line -> line.startsWith("in run") && line.endsWith(": node movie computed it"))
        .anyMatch(line -> line.endsWith(": node movie took it from the memo"))
        .anyMatch(line -> line.endsWith(": given as input clip"));
  }

  @Test
  void whatIsEqualInNumbersOnlyIsNamed() {
    assertThat(LineageText.lines(lineage(true)))
        .contains(
            "exact     equal in numbers, not in bits, to an uninterrupted run, because of a"
                + " checkpoint of another machine: latents");
  }

  @Test
  void whatNoRunIsLeftOfSaysSo() {
    GetLineageResponse bare = GetLineageResponse.newBuilder().setArtifact(movie()).build();
    assertThat(LineageText.lines(bare)).last().isEqualTo("made by   no run that is left here");
  }

  @Test
  void theStampOfAnotherHomesFileIsToldWithoutTheWholeGraph() {
    FieldReader stamp =
        FieldReader.of(
            "stamp",
            CanonicalJson.parse("{\"cinegraph\":1,\"graph\":{\"a\":1},\"inputs\":{\"seed\":7}}"));
    assertThat(LineageText.unknown("movie.mp4", stamp))
        .containsExactly(
            "No run of this home made movie.mp4, or none is left. Its stamp says:",
            "  inputs: seed = 7");
  }

  private static GetLineageResponse lineage(boolean equivalent) {
    return GetLineageResponse.newBuilder()
        .setArtifact(movie())
        .setMadeBy(NodeReference.newBuilder().setRunId(nil()).setNode("movie").setGraph("text"))
        .setGraph(
            GraphVersion.newBuilder()
                .setName("text-to-movie")
                .setNumber(3)
                .setDigest(digest("graph")))
        .addUses(use("made", "movie"))
        .addUses(use("memo hit", "movie"))
        .addUses(use("input", "clip"))
        .addNodes(
            LineageNode.newBuilder()
                .setName("latents")
                .setType("sample-latents")
                .setVersion(2)
                .setProgramDigest(digest("program"))
                .setState(NodeState.NODE_STATE_MEMO_HIT)
                .setParametersJson("{\"seed\":7,\"steps\":24}")
                .addInputs(
                    LineageInput.newBuilder()
                        .setPort("conditioning")
                        .setNode("text")
                        .setNodePort("conditioning"))
                .addInputs(
                    LineageInput.newBuilder()
                        .setPort("start")
                        .setValue(
                            PortValue.newBuilder()
                                .setArtifact(
                                    ArtifactReference.newBuilder().setDigest(digest("start")))))
                .addModelPackages(
                    ModelPackage.newBuilder().setName("toybox").setDigest(digest("toybox")))
                .setMemoKey(digest("key"))
                .setNumericallyEquivalent(equivalent)
                .addAttempts(AttemptSpan.newBuilder().setWorker("w1").setOutcome("done")))
        .build();
  }

  private static ArtifactReference.Builder movie() {
    return ArtifactReference.newBuilder().setDigest(MOVIE).setMediaType("video/mp4").setBytes(1234);
  }

  private static ArtifactUse use(String how, String name) {
    return ArtifactUse.newBuilder()
        .setRunId(nil())
        .setGraph("text-to-movie")
        .setHow(how)
        .setName(name)
        .build();
  }

  private static ByteString nil() {
    return ByteString.copyFrom(new byte[16]);
  }

  private static ByteString digest(String of) {
    return ByteString.copyFrom(Digest.of(of).bytes());
  }
}
