package org.cinegraph.nodes.video.still;

import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.sdk.Parameters;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.FrameRate;
import org.cinegraph.nodes.video.frame.VideoFormat;
import org.cinegraph.nodes.video.resample.Resampling;

/// `resize`: a picture of another size.
public final class Resize implements NodeType {
  private static final int MOST_PIXELS = 1 << 26;

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "resize",
          1,
          "Make an image larger or smaller",
          """
          Give `width` and `height`, or one of them and the other follows in proportion, or `scale`.

          Pixels are points at the middle of their squares. `nearest` takes the nearest one; the
          other filters look at a wider area where the image gets smaller. `bilinear` and `lanczos`
          (three lobes) are those of Pillow, `bicubic` (a = -0.75) is that of torch and OpenCV. They
          work on the numbers of the file, channel by channel, and round once.
          """,
          List.of(new InputPort("image", new PortType.Image(), true, "a PNG or JPEG, opaque")),
          List.of(
              side("width", "pixels; without it in proportion to the height"),
              side("height", "pixels; without it in proportion to the width"),
              Parameter.open(
                      "scale", new PortType.Float(), "times as wide and high, in place of a size")
                  .between(0.001, 64),
              Parameter.optional(
                  "filter",
                  new PortType.Choice(List.of("nearest", "bilinear", "bicubic", "lanczos")),
                  new Value.Text("lanczos"),
                  "how pixels are made of pixels")),
          List.of(new OutputPort("image", new PortType.Image(), "a PNG of the new size")),
          new Demand(Demand.DeviceClass.ANY, 0, 512L << 20, false),
          """
          graph: a-smaller-picture
          inputs:
            picture: {type: image}
          nodes:
            small: {type: resize, with: {image: $picture, width: 512, height: 512}}
          outputs:
            image: $small.image
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    Frame image = Still.readOpaque(context, "image");
    VideoFormat size = size(context.parameters(), image);
    Resampling filter =
        switch (context.parameters().text("filter")) {
          case "nearest" -> Resampling.NEAREST;
          case "bilinear" -> Resampling.BILINEAR;
          case "bicubic" -> Resampling.BICUBIC;
          case "lanczos" -> Resampling.LANCZOS;
          case String other -> throw new IllegalStateException("No filter is declared as " + other);
        };
    Frame resized = filter.resize(image, size.width(), size.height());
    context.output("image", Still.store(context, resized));
  }

  private static VideoFormat size(Parameters parameters, Frame image) throws NodeFailure {
    OptionalInt width = parameters.smallIntegerIfSet("width");
    OptionalInt height = parameters.smallIntegerIfSet("height");
    OptionalDouble scale = parameters.numberIfSet("scale");
    if (scale.isPresent() == (width.isPresent() || height.isPresent())) {
      throw NodeFailure.user(
          "size-unclear",
          "resize takes either scale, or width or height or both, found %s."
              .formatted(scale.isPresent() ? "scale beside a size" : "none of them"));
    }
    if (scale.isPresent()) {
      double by = scale.getAsDouble();
      return bounded(by * image.width(), by * image.height());
    }
    double inProportion = (double) image.width() / image.height();
    return bounded(
        width.isPresent() ? width.getAsInt() : height.getAsInt() * inProportion,
        height.isPresent() ? height.getAsInt() : width.getAsInt() / inProportion);
  }

  private static VideoFormat bounded(double exactWidth, double exactHeight) throws NodeFailure {
    long width = Math.max(1, Math.round(exactWidth));
    long height = Math.max(1, Math.round(exactHeight));
    int side = VideoFormat.MOST_PIXELS_A_SIDE;
    if (width > side || height > side || width * height > MOST_PIXELS) {
      throw NodeFailure.user(
          "image-too-large",
          "resize would make %d×%d pixels; at most %d and %d a side are allowed."
              .formatted(width, height, MOST_PIXELS, side));
    }
    return new VideoFormat((int) width, (int) height, FrameRate.of(1));
  }

  private static Parameter side(String name, String text) {
    return Parameter.open(name, new PortType.Int(), text)
        .between(1, VideoFormat.MOST_PIXELS_A_SIDE);
  }
}
