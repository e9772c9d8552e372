package org.cinegraph.graph.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cinegraph.graph.GraphFixture;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoKeyTest {
  private static final Map<String, Digest> KEYS = keys(GraphFixture.plan(GraphFixture.MOVIE));

  @Test
  void orderAndCommentsInTheFileDoNotMatter() {
    String otherwise =
        """
        outputs: {movie: $movie.movie} # the same, from its end
        nodes:
          movie: {with: {audio: $sound.audio, video: $video.video}, type: mux}
          sound: {type: generate-audio, with: {seed: $seed, video: $video.video, model: toybox}}
          video: {type: decode-video, with: {latents: $latents.latents, model: toybox}}
          latents:
            with: {seed: $seed, steps: 24, conditioning: $text.conditioning, model: toybox}
            type: sample-latents
          text: {type: encode-text, with: {prompt: $prompt, model: toybox}}
        inputs:
          seed: {default: 7, type: int}
          prompt: {default: a red ball, type: text}
        graph: another-name
        """;
    assertThat(keys(GraphFixture.plan(otherwise))).isEqualTo(KEYS);
  }

  @Test
  void namesAndControlDoNotMatter() {
    String renamed =
        GraphFixture.MOVIE
            .replace("latents:\n", "noise:\n    priority: 9\n    retry: 2\n    timeout: 5m\n")
            .replace("$latents.", "$noise.")
            .replace("seed: {type", "number: {type")
            .replace("$seed", "$number");
    Map<String, Digest> keys = keys(GraphFixture.plan(renamed));
    assertThat(keys.get("noise")).isEqualTo(KEYS.get("latents"));
    assertThat(keys.get("movie")).isEqualTo(KEYS.get("movie"));
  }

  @Test
  void aFallbackWrittenOutIsTheSameKey() {
    String explicit = GraphFixture.MOVIE.replace("steps: 24", "steps: 24, guidance: 3, frames: 32");
    assertThat(keys(GraphFixture.plan(explicit))).isEqualTo(KEYS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "steps: 24 | steps: 25 | latents video sound movie",
        "default: 7 | default: 8 | latents video sound movie",
        "a red ball | a red box | text latents video sound movie",
        "seed: $seed}} | seed: 7}} | ''",
        "generate-audio, with: {model: toybox | generate-audio, with: {model: {base: toybox, vae: other} | sound movie",
        "generate-audio, with: {model: toybox | generate-audio, with: {model: {base: toybox} | ''",
        "generate-audio, with: {model: toybox | generate-audio, with: {model: {base: toybox, dtype: bf16} | sound movie",
        "generate-audio, with: {model: toybox | generate-audio, with: {model: {base: toybox, variant: fp16} | sound movie",
        "generate-audio, with: {model: toybox | generate-audio, with: {model: other | sound movie",
        "type: sample-latents | type: sample-latents@1 | latents video sound movie",
        "', audio: $sound.audio' | '' | movie"
      })
  void aChangeReachesItsNodeAndAllBehindItAndNoOther(String part, String other, String changed) {
    String source = GraphFixture.MOVIE + "  sound: $sound.audio\n";
    assertThat(source).contains(part);
    Map<String, Digest> keys = keys(GraphFixture.plan(source.replace(part, other)));
    List<String> names =
        KEYS.keySet().stream()
            .filter(name -> !Objects.equals(KEYS.get(name), keys.get(name)))
            .toList();
    assertThat(String.join(" ", names)).isEqualTo(changed);
  }

  @Test
  void everyIngredientMatters() {
    PlannedNode node = GraphFixture.plan(GraphFixture.MOVIE).nodes().get(1);
    List<MemoKey.Ingredient> all = MemoKey.ingredients(node).orElseThrow();
    assertThat(all)
        .extracting(MemoKey.Ingredient::name)
        .containsExactly(
            "recipe",
            "node type",
            "version",
            "program",
            "parameter frames",
            "parameter grid",
            "parameter guidance",
            "parameter loop",
            "model model",
            "parameter seed",
            "parameter steps",
            "input conditioning",
            "noise algorithm");
    assertThat(all).allSatisfy(ingredient -> assertThat(ingredient.reason()).isNotBlank());
    assertThat(MemoKey.of(all)).isEqualTo(node.memoKey().orElseThrow());
    for (int at = 0; at < all.size(); at++) {
      List<MemoKey.Ingredient> changed = new ArrayList<>(all);
      MemoKey.Ingredient one = all.get(at);
      changed.set(at, new MemoKey.Ingredient(one.name(), one.value() + "x", one.reason()));
      assertThat(MemoKey.of(changed)).as(one.name()).isNotEqualTo(MemoKey.of(all));
    }
  }

  @Test
  void theProgramAndTheContentOfThePackageMatter() {
    Catalog catalog = GraphFixture.catalog();
    Catalog otherContent =
        new Catalog(catalog.types(), new TreeMap<>(Map.of("toybox", Digest.of("new"))));
    assertThat(keys(plan(otherContent)).get("text")).isNotEqualTo(KEYS.get("text"));
    Catalog.Entry entry = new Catalog.Entry(GraphFixture.declaration("mux", 1), Digest.of("new"));
    var types = new TreeMap<>(catalog.types());
    types.put("mux", new TreeMap<>(Map.of(1, entry)));
    Map<String, Digest> keys = keys(plan(new Catalog(types, catalog.modelPackages())));
    assertThat(keys.get("movie")).isNotEqualTo(KEYS.get("movie"));
    assertThat(keys.get("video")).isEqualTo(KEYS.get("video"));
  }

  @Test
  void theNameOfAPackageDoesNotMatter() {
    Catalog catalog = GraphFixture.catalog();
    Catalog alias =
        new Catalog(catalog.types(), new TreeMap<>(Map.of("alias", GraphFixture.TOYBOX)));
    String source = GraphFixture.MOVIE.replace("model: toybox", "model: alias");
    Plan plan =
        GraphFixture.plan(
            GraphFixture.parsed(source), alias, new LinkedHashMap<>(), PlanOptions.PLAIN);
    assertThat(keys(plan)).isEqualTo(KEYS);
  }

  @Test
  void aGivenFileIsKnownByItsContent() {
    String source =
        """
        graph: sound
        inputs: {clip: {type: video}}
        nodes: {sound: {type: generate-audio, with: {model: toybox, video: $clip}}}
        """;
    assertThat(clipKey(source, "one")).isEqualTo(clipKey(source, "one"));
    assertThat(clipKey(source, "one")).isNotEqualTo(clipKey(source, "other"));
  }

  @Test
  void whatTakesFromARefreshedNodeGetsItsKeyWhenTheValueIsThere() {
    PlanOptions options = new PlanOptions(500, new TreeSet<>(List.of("video")), "run-1");
    Plan plan = GraphFixture.plan(GraphFixture.MOVIE, options);
    assertThat(plan.nodes().get(2).memoKey()).isPresent();
    assertThat(plan.nodes().get(2).memoKey()).isNotEqualTo(Optional.ofNullable(KEYS.get("video")));
    PlannedNode sound = plan.nodes().get(3);
    assertThat(sound.memoKey()).isEmpty();
    assertThat(plan.nodes().get(4).memoKey()).isEmpty();
    Digest one = MemoKey.whenReady(sound, Map.of("video", clip("one")));
    assertThat(one).isEqualTo(MemoKey.whenReady(sound, Map.of("video", clip("one"))));
    assertThat(one).isNotEqualTo(MemoKey.whenReady(sound, Map.of("video", clip("other"))));
    assertThatThrownBy(() -> MemoKey.whenReady(sound, Map.of()))
        .hasMessage("No value for video was given");
  }

  @Test
  void aRefreshedNodeSharesItsKeyWithNoOtherRun() {
    assertThat(refreshedKey("run-1")).isNotEqualTo(refreshedKey("run-2"));
  }

  private static Optional<Digest> refreshedKey(String run) {
    PlanOptions options = new PlanOptions(500, new TreeSet<>(List.of("text")), run);
    return GraphFixture.plan(GraphFixture.MOVIE, options).nodes().getFirst().memoKey();
  }

  private static Optional<Digest> clipKey(String source, String content) {
    SequencedMap<String, PortValue> inputs = new LinkedHashMap<>();
    inputs.put("clip", clip(content));
    return GraphFixture.plan(
            GraphFixture.document(source), GraphFixture.catalog(), inputs, PlanOptions.PLAIN)
        .nodes()
        .getFirst()
        .memoKey();
  }

  private static PortValue clip(String content) {
    return new PortValue.Artifact(
        new ArtifactReference(Digest.of(content), content.length(), "video/mp4", List.of()));
  }

  private static Plan plan(Catalog catalog) {
    return GraphFixture.plan(
        GraphFixture.document(GraphFixture.MOVIE),
        catalog,
        GraphFixture.values("seed", new Value.Int(7)),
        PlanOptions.PLAIN);
  }

  private static Map<String, Digest> keys(Plan plan) {
    Map<String, Digest> keys = new LinkedHashMap<>();
    plan.nodes().forEach(node -> node.memoKey().ifPresent(key -> keys.put(node.name(), key)));
    return keys;
  }
}
