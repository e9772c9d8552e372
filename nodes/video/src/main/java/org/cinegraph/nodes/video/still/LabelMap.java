package org.cinegraph.nodes.video.still;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;

/// A picture whose pixels are numbers of what is seen there, as parsers of people write them: grey
/// levels, or places in a palette.
///
/// @param labels row by row from the top
@SuppressWarnings("ArrayRecordComponent")
public record LabelMap(int width, int height, int[] labels) {
  /// The map at an input.
  ///
  /// @throws NodeFailure it is no readable picture, or one of true colours
  public static LabelMap read(NodeContext context, String port)
      throws NodeFailure, IOException, InterruptedException {
    ArtifactReference reference = context.artifact(port);
    BufferedImage image =
        new StillDecoder(port, reference.mediaType(), context.fetch(reference)).decode();
    Raster raster = image.getRaster();
    if (!(image.getColorModel() instanceof IndexColorModel) && raster.getNumBands() != 1) {
      throw NodeFailure.user(
          "not-a-label-map",
          "Input %s was expected to be a PNG of grey levels or of a palette, whose numbers are labels, found colours. Save the parser's labels themselves."
              .formatted(port));
    }
    int[] labels = new int[raster.getWidth() * raster.getHeight()];
    raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, labels);
    return new LabelMap(raster.getWidth(), raster.getHeight(), labels);
  }
}
