package org.cinegraph.nodes.diffusion.refocus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.assertj.core.api.AbstractThrowableAssert;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.nodes.diffusion.SampleLatents;
import org.cinegraph.nodes.diffusion.image.TinyPackages;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.artifact.Conditioning;
import org.cinegraph.nodes.tensor.golden.ExamplePackages;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.nodes.text.EncodeText;
import org.cinegraph.nodes.text.caption.DecomposeCaption;
import org.cinegraph.nodes.video.frame.Png;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an author may ask of `refocus-attention`, and what is refused.
class RefocusAttentionTest {
  private static final String PROMPT = "a red ball bounces on a green floor";

  @TempDir private Path folder;
  private FolderContext context;

  @BeforeEach
  void open() throws Exception {
    context =
        new FolderContext(
            folder,
            name ->
                name.equals("toybox")
                    ? ExamplePackages.folder(name)
                    : TinyPackages.whole(folder, name));
  }

  @AfterEach
  void close() throws Exception {
    context.close();
  }

  @Test
  void aPhraseIsFoundByItsTokens() throws Exception {
    Group group =
        plan("[{\"phrase\":\"red ball\",\"box\":[0,0,0.5,1],\"weight\":2}]").groups().getFirst();

    assertThat(group).isEqualTo(new Group("red ball", 1, 3, 2, new Region.Box(0, 0, 0.5, 1)));
  }

  @Test
  void inClipsTokensTheWordsBeginBehindTheBegin() throws Exception {
    ArtifactReference text = text("tiny-sd", "a red scarf");
    SequencedMap<String, Object> with = with("tiny-sd", text);
    with.put("groups", CanonicalJson.parse("[{\"phrase\":\"a\",\"box\":[0,0,1,1]}]"));
    Group group = read(context.run(new RefocusAttention(), with)).groups().getFirst();

    assertThat(group.start()).isEqualTo(1);
  }

  @Test
  void aSpanStandsForAPhrase() throws Exception {
    assertThat(plan("[{\"span\":[2,3],\"box\":[0,0,1,1]}]").groups().getFirst().start())
        .isEqualTo(2);
    refused("[{\"span\":[7,9],\"box\":[0,0,1,1]}]")
        .hasMessageContaining(
            "groups[0] has the span 7 to 9, which is not inside the prompt's tokens 0 to 8");
  }

  @Test
  void anAbsentPhraseIsRefusedWithTheTokens() {
    refused("[{\"phrase\":\"blue ball\",\"box\":[0,0,1,1]}]")
        .hasMessageContaining(
            "groups[0] has the phrase \"blue ball\" (tokens blue ball), which does not stand in the prompt.")
        .hasMessageContaining("0:a 1:red 2:ball 3:bounces 4:on 5:a 6:green 7:floor");
  }

  @Test
  void anAmbiguousPhraseIsRefusedWithItsPlaces() {
    refused("[{\"phrase\":\"a\",\"box\":[0,0,1,1]}]")
        .hasMessageContaining("which stands in the prompt at tokens [0, 5]");
  }

  @Test
  void aPhraseWithoutTokensIsRefused() {
    refused("[{\"phrase\":\"!?\",\"box\":[0,0,1,1]}]").hasMessageContaining("has no tokens");
  }

  @Test
  void tokensBelongToOneGroup() {
    refused("[{\"phrase\":\"red ball\",\"box\":[0,0,1,1]},{\"phrase\":\"ball\",\"box\":[0,0,1,1]}]")
        .hasMessageContaining(
            "groups[1] shares tokens with the group \"red ball\": 2 to 3 and 1 to 3");
  }

  @Test
  void whatIsNoGroupIsRefusedAtItsPlace() {
    refused("[]").hasMessageContaining("groups was expected to be a list of one group or more");
    refused("[3]").hasMessageContaining("groups[0] was expected to be a group such as");
    refused("[{\"box\":[0,0,1,1]}]").hasMessageContaining("a phrase of the prompt, or a span");
    refused("[{\"phrase\":\"ball\"}]")
        .hasMessageContaining("expected to have one of box, mask and labels, found none");
    refused("[{\"phrase\":\"ball\",\"box\":[0,0,1,1],\"mask\":0}]")
        .hasMessageContaining("found box and mask");
    refused("[{\"phrase\":\"ball\",\"box\":[0.5,0,0.5,1]}]")
        .hasMessageContaining("groups[0].box was expected to be [left, top, right, bottom]");
    refused("[{\"phrase\":\"ball\",\"box\":[0,0,1,1],\"weight\":5}]")
        .hasMessageContaining("groups[0].weight was expected to be a number from 0 to 4, found 5");
    refused("[{\"phrase\":\"ball\",\"boxes\":[0,0,1,1]}]")
        .hasMessageContaining("has no use for boxes; known are phrase, span, box");
    refused("[{\"phrase\":\"ball\",\"mask\":0}]")
        .hasMessageContaining("the number of one of the 0 masks");
    refused("[{\"phrase\":\"ball\",\"labels\":[4]}]").hasMessageContaining("found no input parse");
    refused("[{\"phrase\":\"ball\",\"labels\":[18]}]")
        .hasMessageContaining("labels from 0 to 17, found 18");
  }

  @Test
  void moreGroupsThanTokensAreRefused() {
    String group = "{\"phrase\":\"ball\",\"box\":[0,0,1,1]}";
    refused("[" + String.join(",", java.util.Collections.nCopies(9, group)) + "]")
        .hasMessageContaining("no more groups than the prompt has tokens, 8, found 9");
  }

  @Test
  void withoutAModeNothingWouldBeDone() throws Exception {
    SequencedMap<String, Object> with = with("toybox", text("toybox", PROMPT));
    with.put("groups", CanonicalJson.parse("[{\"phrase\":\"ball\",\"box\":[0,0,1,1]}]"));
    with.remove("observe");

    assertThatThrownBy(() -> context.run(new RefocusAttention(), with))
        .hasMessageContaining("None of observe, reweight, modulate, guide is given");
    with.put("guide", CanonicalJson.parse("[0.5,0.2]"));
    assertThatThrownBy(() -> context.run(new RefocusAttention(), with))
        .hasMessageContaining("Parameter guide: expected two shares of the steps from 0 to 1");
  }

  @Test
  void regionsAreThoseOfLabelsOnAParseMap() throws Exception {
    SequencedMap<String, Object> with = with("toybox", text("toybox", PROMPT));
    with.put("parse", picture(2, 2, 0, 4, 4, 11));
    with.put("groups", CanonicalJson.parse("[{\"phrase\":\"ball\",\"labels\":[4,5]}]"));
    Conditioning conditioning = conditioning(context.run(new RefocusAttention(), with));

    assertThat(conditioning.refocus().orElseThrow().regions().orElseThrow().values())
        .containsExactly(0, 1, 1, 0);
  }

  @Test
  void labelsThatAreNotOnTheMapAreRefusedOrLeftOutAloud() throws Exception {
    SequencedMap<String, Object> with = with("toybox", text("toybox", PROMPT));
    with.put("parse", picture(2, 2, 0, 4, 4, 11));
    with.put(
        "groups",
        CanonicalJson.parse(
            "[{\"phrase\":\"ball\",\"labels\":[4]},{\"phrase\":\"floor\",\"labels\":[17]}]"));
    assertThatThrownBy(() -> context.run(new RefocusAttention(), with))
        .hasMessageContaining(
            "groups[1] (\"floor\") has the labels [17], of which the parse map has none; it has [0, 4, 11].");

    with.put("missing", "leave-out");
    assertThat(read(context.run(new RefocusAttention(), with)).groups()).hasSize(1);
    assertThat(context.log()).anyMatch(line -> line.contains("The group is left out"));
  }

  @Test
  void masksAreRegionsOfOneSize() throws Exception {
    SequencedMap<String, Object> with = with("toybox", text("toybox", PROMPT));
    with.put(
        "masks",
        new PortValue.Many(
            List.of(
                new PortValue.Artifact(picture(2, 1, 255, 0)),
                new PortValue.Artifact(picture(1, 1, 255)),
                new PortValue.Artifact(picture(2, 1, 0, 0)))));
    with.put("groups", CanonicalJson.parse("[{\"phrase\":\"ball\",\"mask\":0}]"));
    assertThat(
            conditioning(context.run(new RefocusAttention(), with))
                .refocus()
                .orElseThrow()
                .regions()
                .orElseThrow()
                .values())
        .containsExactly(1, 0);

    with.put(
        "groups",
        CanonicalJson.parse("[{\"phrase\":\"ball\",\"mask\":0},{\"phrase\":\"red\",\"mask\":1}]"));
    assertThatThrownBy(() -> context.run(new RefocusAttention(), with))
        .hasMessageContaining("groups[1] has a region of 1×1 pixels, those before it are 2×1");
    with.put("groups", CanonicalJson.parse("[{\"phrase\":\"ball\",\"mask\":2}]"));
    assertThatThrownBy(() -> context.run(new RefocusAttention(), with))
        .hasMessageContaining("groups[0] has mask 2, which is black");
  }

  @Test
  void whatDecomposeCaptionGivesIsTakenAsItIs() throws Exception {
    SequencedMap<String, Object> caption = new LinkedHashMap<>();
    caption.put("caption", "a red scarf, a white sweater");
    var groups = context.values(new DecomposeCaption(), caption).get("groups");
    SequencedMap<String, Object> with =
        with("tiny-sd", text("tiny-sd", "a red scarf, a white sweater"));
    with.put("groups", java.util.Objects.requireNonNull(groups));
    with.put("parse", picture(2, 1, 17, 4));

    assertThat(read(context.run(new RefocusAttention(), with)).groups()).hasSize(2);
  }

  @Test
  void aRegionOfAnotherSizeIsRefusedWhereItIsUsed() throws Exception {
    SequencedMap<String, Object> with = with("toybox", text("toybox", PROMPT));
    with.put("parse", picture(2, 2, 0, 4, 4, 11));
    with.put("groups", CanonicalJson.parse("[{\"phrase\":\"ball\",\"labels\":[4]}]"));
    sampleRefused(context.run(new RefocusAttention(), with))
        .hasMessageContaining(
            "its regions were expected to be 64×64 pixels, as what is made, found 2×2");
  }

  @Test
  void aRegionWithoutAPlaceInTheMapsIsRefused() throws Exception {
    sampleRefused(refocused("[{\"phrase\":\"ball\",\"box\":[0,0,0.05,0.05]}]", 16))
        .hasMessageContaining("the region of group \"ball\" has no place among the 4×4");
  }

  @Test
  void layersThatAModelDoesNotHaveAreRefusedWithThoseItHas() throws Exception {
    sampleRefused(refocused("[{\"phrase\":\"ball\",\"box\":[0,0,1,1]}]", 32))
        .hasMessageContaining(
            "asks for attention of factor 32, but this model looks at words with factors [16]");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> sampleRefused(ArtifactReference text) {
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("model", "toybox");
    with.put("conditioning", text);
    return assertThatThrownBy(() -> context.run(new SampleLatents(), with))
        .isInstanceOf(NodeFailure.class);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(String groups) {
    return assertThatThrownBy(() -> plan(groups)).isInstanceOf(NodeFailure.class);
  }

  private RefocusPlan plan(String groups) throws Exception {
    return read(refocused(groups, 16));
  }

  private ArtifactReference refocused(String groups, int factor) throws Exception {
    SequencedMap<String, Object> with = with("toybox", text("toybox", PROMPT));
    with.put("groups", CanonicalJson.parse(groups));
    with.put("factor", factor);
    return context.run(new RefocusAttention(), with);
  }

  private ArtifactReference text(String model, String prompt) throws Exception {
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("model", model);
    with.put("prompt", prompt);
    return context.run(new EncodeText(), with);
  }

  private static SequencedMap<String, Object> with(String model, ArtifactReference text) {
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("model", model);
    with.put("conditioning", text);
    with.put("observe", CanonicalJson.parse("[0,1]"));
    return with;
  }

  private RefocusPlan read(ArtifactReference text) throws Exception {
    return RefocusPlanJson.read(conditioning(text).refocus().orElseThrow().plan());
  }

  private Conditioning conditioning(ArtifactReference text) throws Exception {
    return Conditioning.read(context.fetch(text), "conditioning");
  }

  private ArtifactReference picture(int width, int height, int... levels) throws Exception {
    byte[] bytes = new byte[levels.length];
    for (int i = 0; i < levels.length; i++) {
      bytes[i] = (byte) levels[i];
    }
    Path file = Files.createTempFile(folder, "picture", ".png");
    Files.write(file, Png.encodeGrey(width, height, bytes));
    return context.store(file, Png.MEDIA_TYPE, List.of());
  }
}
