package org.cinegraph.nodes.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.artifact.Conditioning;
import org.cinegraph.nodes.tensor.model.ModelConfig;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.text.clip.ClipTextEncoder;
import org.cinegraph.nodes.text.clip.ClipTextModel;
import org.cinegraph.nodes.text.clip.ClipTextModel.Encoded;

/// Stable Diffusion XL, its refiner and what was trained from them: what two text models say before
/// their last layers, side by side, and the projected row of the second. The refiner has the second
/// alone. Layers are left out for the prompt alone, as diffusers does.
record StableDiffusionXlText(Place place) implements TextFamily {
  private static final String ZEROS = "force_zeros_for_empty_prompt";

  /// An encoder with its prompt, and the negative one if there is any.
  private record Side(ClipTextEncoder encoder, String prompt, Optional<String> negative) {
    /// [1 or 2, words, width]
    Encoded encode(int skipped) throws NodeFailure {
      List<String> prompts = new ArrayList<>(List.of(prompt));
      negative.ifPresent(prompts::add);
      return encoder.encode(prompts, skipped);
    }

    List<String> lost() {
      List<String> lost = new ArrayList<>(encoder.lost(prompt));
      negative.map(encoder::lost).ifPresent(lost::addAll);
      return lost;
    }
  }

  @Override
  public Conditioning condition(Prompts prompts)
      throws NodeFailure, IOException, InterruptedException {
    List<Side> sides = sides(prompts);
    SequencedSet<String> lost = new LinkedHashSet<>();
    sides.forEach(side -> lost.addAll(side.lost()));
    place.logLost(lost);
    List<FloatTensor> hidden = new ArrayList<>();
    FloatTensor pooled = FloatTensor.of(new float[2], 2, 1);
    for (Side side : sides) {
      prompts.requireSkipped(place.model().name(), side.encoder().layers() - 1);
      Encoded encoded = side.encode(1 + prompts.skipped());
      pooled = withAbsence(encoded.pooled());
      FloatTensor states = encoded.early();
      if (prompts.skipped() > 0 && side.negative().isPresent()) {
        states = Rows.of(Rows.of(states, 0), Rows.of(side.encode(1).early(), 1));
      }
      hidden.add(withAbsence(states));
    }
    requireSameLength(hidden);
    FloatTensor states = Rows.beside(hidden);
    Conditioning conditioning =
        new Conditioning(states, Rows.allPresent(states), Optional.of(pooled));
    // Two prompts have two places for a word.
    boolean onePrompt = sides.stream().map(Side::prompt).distinct().count() == 1;
    Side last = sides.getLast();
    return onePrompt ? conditioning.withTokens(last.encoder().tokens(last.prompt())) : conditioning;
  }

  /// The absence of a prompt that was not encoded is zeros.
  private static FloatTensor withAbsence(FloatTensor rows) {
    boolean one = rows.shape().sizes().getFirst() == 1;
    return one ? Rows.of(rows, Rows.zeros(rows)) : rows;
  }

  private List<Side> sides(Prompts prompts) throws NodeFailure, IOException, InterruptedException {
    ModelPackage model = place.model();
    if (prompts.negative().isEmpty() && prompts.secondNegative().isPresent()) {
      throw NodeFailure.user(
          "parameter-missing",
          "Parameter negative-2 is given without negative, which is for the first text encoder. Give both, or negative alone for both.");
    }
    Optional<String> negative = zeros() ? prompts.negative() : prompts.negative().or(this::empty);
    List<Side> sides = new ArrayList<>();
    if (model.partNames().contains("text_encoder")) {
      model.part("text_encoder").className(List.of(ClipTextModel.CLASS_NAME));
      sides.add(new Side(place.clip("tokenizer", "text_encoder"), prompts.prompt(), negative));
    } else {
      prompts.requireOne(model.name());
    }
    model.part("text_encoder_2").className(List.of(ClipTextModel.PROJECTED_CLASS_NAME));
    Optional<String> second = filled(prompts.secondNegative());
    sides.add(
        new Side(
            place.clip("tokenizer_2", "text_encoder_2"),
            filled(prompts.second()).orElse(prompts.prompt()),
            second.isPresent() ? second : negative));
    return sides;
  }

  /// An empty second prompt is the first one, as in diffusers.
  private static Optional<String> filled(Optional<String> prompt) {
    return prompt.filter(text -> !text.isEmpty());
  }

  private Optional<String> empty() {
    return Optional.of("");
  }

  private boolean zeros() throws NodeFailure {
    ModelConfig index = place.model().index();
    return !index.isSet(ZEROS) || index.flag(ZEROS);
  }

  private void requireSameLength(List<FloatTensor> hidden) throws NodeFailure {
    List<Long> lengths = hidden.stream().map(each -> each.shape().sizes().get(1)).toList();
    if (lengths.stream().distinct().count() > 1) {
      throw NodeFailure.user(
          "model-config",
          "The tokenizers of model package %s were expected to give rows of one length, found %s."
              .formatted(
                  place.model().name(),
                  String.join(" and ", lengths.stream().map(String::valueOf).toList())));
    }
  }
}
