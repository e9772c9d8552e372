package org.cinegraph.nodes.diffusion;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.nodes.diffusion.refocus.RefocusReport;
import org.cinegraph.nodes.diffusion.toybox.ToyboxVideoTransformer;
import org.cinegraph.nodes.diffusion.wan.WanTransformer3DModel;
import org.cinegraph.nodes.sdk.ModelFolder;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.model.ModelPackage;

/// How the models of a family sample.
sealed interface LatentSampling permits ToyboxSampling, StableDiffusionSampling, WanSampling {
  /// @throws NodeFailure what is asked for is not for this family, or a step went wrong
  Sampled sample() throws NodeFailure, IOException, InterruptedException;

  /// What was made, and what attention was seen to do.
  record Sampled(FloatTensor latents, RefocusReport report) {
    Sampled(FloatTensor latents) {
      this(latents, RefocusReport.none());
    }
  }

  /// What a node is given, and the package that it names.
  record Place(NodeContext context, ModelFolder folder, ModelPackage model) {
    /// @throws NodeFailure one of these parameters or inputs is given
    void refuse(String family, List<String> names) throws NodeFailure {
      List<String> given = new ArrayList<>();
      for (String name : names) {
        boolean declared = context.parameters().values().containsKey(name);
        if (declared ? context.parameters().isSet(name) : context.input(name).isPresent()) {
          given.add(name);
        }
      }
      if (!given.isEmpty()) {
        throw NodeFailure.user(
            "parameter-unsupported",
            "%s cannot be done with model package %s, whose family is %s. Leave %s out."
                .formatted(
                    String.join(", ", given),
                    model.name(),
                    family,
                    given.size() == 1 ? "it" : "them"));
      }
    }
  }

  /// The family by the parts of the package.
  static LatentSampling of(Place place) throws NodeFailure {
    List<String> parts = place.model().partNames();
    if (parts.contains("unet")) {
      return new StableDiffusionSampling(place);
    }
    String name =
        place
            .model()
            .part("transformer")
            .className(
                List.of(ToyboxVideoTransformer.CLASS_NAME, WanTransformer3DModel.CLASS_NAME));
    return name.equals(WanTransformer3DModel.CLASS_NAME)
        ? new WanSampling(place)
        : new ToyboxSampling(place);
  }
}
