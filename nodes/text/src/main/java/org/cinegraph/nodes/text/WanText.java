package org.cinegraph.nodes.text;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.artifact.Conditioning;
import org.cinegraph.nodes.text.clean.WanPrompt;
import org.cinegraph.nodes.text.t5.T5TextEncoder;

/// Wan: what UMT5 says of cleaned prompts, in rows of 512. Behind a prompt's end are zeros, which
/// Wan's attention looks at like words. No negative prompt is the empty one.
record WanText(Place place) implements TextFamily {
  private static final int LENGTH = 512;

  @Override
  public Conditioning condition(Prompts prompts)
      throws NodeFailure, IOException, InterruptedException {
    prompts.requireOne(place.model().name());
    prompts.requireSkipped(place.model().name(), 0);
    T5TextEncoder encoder = place.t5("tokenizer", "text_encoder");
    List<String> both =
        List.of(WanPrompt.clean(prompts.prompt()), WanPrompt.clean(prompts.negative().orElse("")));
    SequencedSet<String> lost = new LinkedHashSet<>();
    both.forEach(prompt -> lost.addAll(encoder.lost(prompt, LENGTH)));
    place.logLost(lost);
    T5TextEncoder.Encoded encoded = encoder.encode(both, LENGTH, place.context()::leaveIfOver);
    return new Conditioning(encoded.hidden(), encoded.present());
  }
}
