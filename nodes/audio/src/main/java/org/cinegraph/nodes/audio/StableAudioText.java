package org.cinegraph.nodes.audio;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.cinegraph.nodes.audio.stable.StableAudioProjectionModel;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.artifact.Conditioning;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.text.t5.T5TextEncoder;

/// What Stable Audio is told: words, and behind them where the sound begins and ends. Words that
/// are not there are zeros. Without a negative prompt its side is nothing but zeros.
///
/// @param conditioning row 0 what to make, row 1 what to lead away from
/// @param row where the sound begins and ends, [1, numbers]; both sides are told it
record StableAudioText(Conditioning conditioning, FloatTensor row) {
  /// Where the tokenizer does not say how long a row is.
  private static final int LENGTH = 128;

  static StableAudioText read(
      SoundFamily.Place place, StableAudioProjectionModel projection, double start, double end)
      throws NodeFailure, IOException, InterruptedException {
    NodeContext context = place.context();
    ModelPackage model = place.model();
    T5TextEncoder encoder =
        context.resident(
            place.folder(),
            "text_encoder",
            T5TextEncoder.class,
            () -> T5TextEncoder.load(model.part("tokenizer"), model.part("text_encoder")));
    if (encoder.width() != projection.textWidth()) {
      throw NodeFailure.user(
          "model-config",
          "The projection_model of model package %s was expected to take text of width %d, found one for %d. Take parts that belong together."
              .formatted(model.name(), encoder.width(), projection.textWidth()));
    }
    int length = encoder.length(LENGTH);
    List<String> prompts = new ArrayList<>(List.of(context.parameters().text("prompt")));
    Optional<String> negative = context.parameters().textIfSet("negative");
    negative.ifPresent(prompts::add);
    LinkedHashSet<String> lost = new LinkedHashSet<>();
    prompts.forEach(prompt -> lost.addAll(encoder.lost(prompt, length)));
    if (!lost.isEmpty()) {
      context.log("Words that " + model.name() + " does not take in: " + String.join(", ", lost));
    }
    T5TextEncoder.Encoded encoded = encoder.encode(prompts, length, context::leaveIfOver);
    FloatTensor words = projection.text(encoded.hidden());
    FloatTensor from = projection.start(start);
    FloatTensor to = projection.end(end);
    return new StableAudioText(conditioning(words, encoded.present(), from, to), beside(from, to));
  }

  private static Conditioning conditioning(
      FloatTensor words, FloatTensor present, FloatTensor from, FloatTensor to) {
    int rows = Math.toIntExact(words.shape().sizes().get(0));
    int length = Math.toIntExact(words.shape().sizes().get(1));
    int width = Math.toIntExact(words.shape().sizes().get(2));
    float[] hidden = new float[2 * (length + 2) * width];
    for (int row = 0; row < rows; row++) {
      int at = row * (length + 2) * width;
      for (int word = 0; word < length; word++) {
        if (present.values()[row * length + word] > 0) {
          int source = (row * length + word) * width;
          System.arraycopy(words.values(), source, hidden, at + word * width, width);
        }
      }
      System.arraycopy(from.values(), 0, hidden, at + length * width, width);
      System.arraycopy(to.values(), 0, hidden, at + (length + 1) * width, width);
    }
    // The layers look at all places, as those of the library do.
    float[] all = new float[2 * (length + 2)];
    Arrays.fill(all, 1);
    return new Conditioning(
        FloatTensor.of(hidden, 2, length + 2, width), FloatTensor.of(all, 2, length + 2));
  }

  private static FloatTensor beside(FloatTensor from, FloatTensor to) {
    int width = from.values().length;
    float[] both = Arrays.copyOf(from.values(), 2 * width);
    System.arraycopy(to.values(), 0, both, width, width);
    return FloatTensor.of(both, 1, 2L * width);
  }

  /// The same row for each of a batch.
  FloatTensor seconds(int batch) {
    int width = row.values().length;
    float[] rows = new float[batch * width];
    for (int i = 0; i < batch; i++) {
      System.arraycopy(row.values(), 0, rows, i * width, width);
    }
    return FloatTensor.of(rows, batch, width);
  }
}
