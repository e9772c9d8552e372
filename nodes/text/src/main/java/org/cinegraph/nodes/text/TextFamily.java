package org.cinegraph.nodes.text;

import java.io.IOException;
import java.util.List;
import java.util.SequencedSet;
import org.cinegraph.nodes.sdk.ModelFolder;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.artifact.Conditioning;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.text.clip.ClipTextEncoder;
import org.cinegraph.nodes.text.clip.ClipTextModel;
import org.cinegraph.nodes.text.t5.T5EncoderModel;
import org.cinegraph.nodes.text.t5.T5TextEncoder;
import org.cinegraph.nodes.text.toybox.ToyboxTextEncoder;

/// How the models of a family are told what to make.
sealed interface TextFamily
    permits ToyboxText, StableDiffusionText, StableDiffusionXlText, WanText {
  /// @throws NodeFailure the prompts are not for this family, or the package is not of it
  Conditioning condition(Prompts prompts) throws NodeFailure, IOException, InterruptedException;

  /// Where the encoders of a package are kept, and who is told of what they do not take in.
  record Place(NodeContext context, ModelFolder folder, ModelPackage model) {
    ClipTextEncoder clip(String tokenizer, String encoder)
        throws NodeFailure, IOException, InterruptedException {
      return context.resident(
          folder,
          encoder,
          ClipTextEncoder.class,
          () -> ClipTextEncoder.load(model.part(tokenizer), model.part(encoder)));
    }

    T5TextEncoder t5(String tokenizer, String encoder)
        throws NodeFailure, IOException, InterruptedException {
      return context.resident(
          folder,
          encoder,
          T5TextEncoder.class,
          () -> T5TextEncoder.load(model.part(tokenizer), model.part(encoder)));
    }

    void logLost(SequencedSet<String> lost) {
      if (!lost.isEmpty()) {
        context.log("Words that " + model.name() + " does not take in: " + String.join(", ", lost));
      }
    }
  }

  /// The family by the classes of the package.
  static TextFamily of(Place place) throws NodeFailure {
    ModelPackage model = place.model();
    if (model.partNames().contains("text_encoder_2")) {
      return new StableDiffusionXlText(place);
    }
    String name =
        model
            .part("text_encoder")
            .className(
                List.of(
                    ToyboxTextEncoder.CLASS_NAME,
                    ClipTextModel.CLASS_NAME,
                    T5EncoderModel.UMT5_CLASS_NAME));
    return switch (name) {
      case ClipTextModel.CLASS_NAME -> new StableDiffusionText(place);
      case T5EncoderModel.UMT5_CLASS_NAME -> new WanText(place);
      default -> new ToyboxText(place);
    };
  }
}
