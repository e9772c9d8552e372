package org.cinegraph.nodes.text;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.artifact.Conditioning;
import org.cinegraph.nodes.text.clip.ClipTextEncoder;
import org.cinegraph.nodes.text.clip.ClipTextModel.Encoded;

/// Stable Diffusion 1 and 2: what CLIP says after its last layer and norm. No negative prompt is
/// the empty one. Layers are left out for the prompt alone, as diffusers does.
record StableDiffusionText(Place place) implements TextFamily {
  @Override
  public Conditioning condition(Prompts prompts)
      throws NodeFailure, IOException, InterruptedException {
    prompts.requireOne(place.model().name());
    ClipTextEncoder encoder = place.clip("tokenizer", "text_encoder");
    prompts.requireSkipped(place.model().name(), encoder.layers());
    List<String> both = List.of(prompts.prompt(), prompts.negative().orElse(""));
    SequencedSet<String> lost = new LinkedHashSet<>();
    both.forEach(prompt -> lost.addAll(encoder.lost(prompt)));
    place.logLost(lost);
    Encoded encoded = encoder.encode(both, prompts.skipped());
    FloatTensor hidden = encoded.last();
    if (prompts.skipped() > 0) {
      hidden = Rows.of(Rows.of(encoder.norm(encoded.early()), 0), Rows.of(encoded.last(), 1));
    }
    return new Conditioning(hidden, Rows.allPresent(hidden))
        .withTokens(encoder.tokens(prompts.prompt()));
  }
}
