package org.cinegraph.nodes.text;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.artifact.Conditioning;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.text.toybox.ToyboxTextEncoder;
import org.cinegraph.nodes.text.toybox.WordTokenizer;

/// Toybox, which has learned what it is to be told nothing.
record ToyboxText(Place place) implements TextFamily {
  @Override
  public Conditioning condition(Prompts prompts)
      throws NodeFailure, IOException, InterruptedException {
    ModelPackage model = place.model();
    prompts.requireOne(model.name());
    prompts.requireSkipped(model.name(), 0);
    WordTokenizer tokenizer = WordTokenizer.read(model.part("tokenizer"));
    SequencedSet<String> lost = new LinkedHashSet<>(tokenizer.lost(prompts.prompt()));
    prompts.negative().map(tokenizer::lost).ifPresent(lost::addAll);
    place.logLost(lost);
    ToyboxTextEncoder encoder =
        place
            .context()
            .resident(
                place.folder(),
                "text_encoder",
                ToyboxTextEncoder.class,
                () -> ToyboxTextEncoder.load(model.part("text_encoder")));
    return encoder.condition(
        tokenizer.encode(prompts.prompt()),
        prompts.negative().map(tokenizer::encode).orElseGet(tokenizer::absent));
  }
}
