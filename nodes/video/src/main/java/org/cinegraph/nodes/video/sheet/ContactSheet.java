package org.cinegraph.nodes.video.sheet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.sdk.Parameters;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.draw.Colour;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.Png;
import org.cinegraph.nodes.video.frame.VideoFormat;

/// `contact-sheet`: pictures to choose from, in one picture. One of them is in memory at a time.
public final class ContactSheet implements NodeType {
  static final int MOST_ITEMS = 1_000;

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "contact-sheet",
          1,
          "Many pictures in one",
          """
          Shows images, or a frame of each of several videos, row by row in the order of the list.
          A picture larger than `side` is made smaller; smaller ones stay as they are, in the middle
          of their place. A caption stands below its picture, in the letters of `title-card`.

          Give either `images` or `videos`. `inspect-video` shows many frames of one video.
          """,
          List.of(
              new InputPort(
                  "images", new PortType.ListOf(new PortType.Image()), false, "pictures to show"),
              new InputPort(
                  "videos",
                  new PortType.ListOf(new PortType.Video()),
                  false,
                  "videos of which a frame is shown")),
          List.of(
              Parameter.optional(
                  "frame",
                  new PortType.Choice(List.of("first", "middle", "last")),
                  new Value.Text("middle"),
                  "which frame of a video"),
              number("columns", 0, "pictures in a row; 0: about as many as rows").between(0, 100),
              number("gap", 4, "pixels between pictures").between(0, 100),
              number("side", 256, "most pixels of a picture a side").between(16, 1_024),
              Parameter.optional(
                  "captions",
                  new PortType.ListOf(new PortType.Text()),
                  new Value.Items(List.of()),
                  "one for each picture, or none"),
              colour("ink", "white", "colour of the captions"),
              colour("paper", "black", "colour between the pictures")),
          List.of(new OutputPort("image", new PortType.Image(), "the sheet, a PNG")),
          new Demand(Demand.DeviceClass.ANY, 0, 512L << 20, false),
          """
          graph: sheet-of-a-clip
          nodes:
            text: {type: encode-text, with: {model: toybox, prompt: "a red ball bounces on a green floor"}}
            latents: {type: sample-latents, with: {model: toybox, conditioning: $text.conditioning, seed: 7}}
            video: {type: decode-video, with: {model: toybox, latents: $latents.latents}}
            pictures: {type: frames, with: {video: $video.video, every: 8}}
            sheet: {type: contact-sheet, with: {images: $pictures.images, captions: ["0.0 s", "0.5 s", "1.0 s", "1.5 s"]}}
          outputs:
            sheet: $sheet.image
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    Parameters parameters = context.parameters();
    Colour ink = Colour.parse("ink", parameters.text("ink"));
    Colour paper = Colour.parse("paper", parameters.text("paper"));
    List<ArtifactReference> items = items(context);
    List<VideoFormat> formats = new ArrayList<>();
    for (ArtifactReference item : items) {
      try (ChunkReader reader = ChunkReader.open(context, item)) {
        formats.add(reader.format());
      }
    }
    SheetLayout layout =
        SheetLayout.of(
            formats,
            parameters.smallInteger("side"),
            parameters.smallInteger("columns"),
            parameters.smallInteger("gap"),
            parameters.texts("captions"));
    SheetPainter painter = new SheetPainter(layout, ink, paper);
    for (ArtifactReference item : items) {
      painter.add(picture(context, item, parameters.text("frame")));
    }
    Path file = Files.createTempFile(context.temporaryFolder(), "sheet", ".png");
    Files.write(file, Png.encode(painter.sheet()));
    context.output("image", context.store(file, Png.MEDIA_TYPE));
  }

  private static List<ArtifactReference> items(NodeContext context) throws NodeFailure {
    List<ArtifactReference> images = context.artifacts("images");
    List<ArtifactReference> videos = context.artifacts("videos");
    if (images.isEmpty() == videos.isEmpty()) {
      throw NodeFailure.user(
          "nothing-to-show",
          "contact-sheet takes either images or videos, found %d images and %d videos."
              .formatted(images.size(), videos.size()));
    }
    List<ArtifactReference> items = images.isEmpty() ? videos : images;
    if (items.size() > MOST_ITEMS) {
      throw NodeFailure.user(
          "too-many-pictures",
          "contact-sheet shows at most %d pictures, found %d.".formatted(MOST_ITEMS, items.size()));
    }
    return items;
  }

  private static Frame picture(NodeContext context, ArtifactReference item, String which)
      throws NodeFailure, IOException, InterruptedException {
    try (ChunkReader reader = ChunkReader.open(context, item)) {
      long number =
          switch (which) {
            case "first" -> 0;
            case "middle" -> reader.frames() / 2;
            case "last" -> reader.frames() - 1;
            default -> throw new IllegalStateException("No frame is declared as " + which);
          };
      return reader.frame(number);
    }
  }

  private static Parameter number(String name, int fallback, String text) {
    return Parameter.optional(name, new PortType.Int(), new Value.Int(fallback), text);
  }

  private static Parameter colour(String name, String fallback, String text) {
    return Parameter.optional(name, new PortType.Text(), new Value.Text(fallback), text);
  }
}
