package org.cinegraph.nodes.video.title;

import java.io.IOException;
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
import org.cinegraph.nodes.video.chunk.Chunk;
import org.cinegraph.nodes.video.chunk.ChunkList;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.chunk.ChunkWriter;
import org.cinegraph.nodes.video.draw.Canvas;
import org.cinegraph.nodes.video.draw.Colour;
import org.cinegraph.nodes.video.draw.TextBlock;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.FrameRate;
import org.cinegraph.nodes.video.frame.VideoFormat;

/// `title-card`: words on a plain ground. Its frames are all one, so that two chunks at most are
/// coded, whatever the length; hence no loop.
public final class TitleCard implements NodeType {
  private static final int LEAST_SIDE = 16;
  private static final int MOST_SIDE = 4_096;
  private static final int MOST_FRAMES = 100_000;
  private static final int SIDES_TO_A_MARGIN = 12;

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "title-card",
          1,
          "Words on a card",
          """
          A video that shows a text in the middle, on a plain ground. The text is broken at blanks;
          a line end in it stays one. The letters are the project's own, printable ASCII, drawn with
          the same pixels on every machine; any other letter is refused by its place.

          Colours are red, green, blue, yellow, purple, white, gray, brown, black or #rrggbb. Where
          `like` is given, size and frame rate are those of that video.
          """,
          List.of(
              new InputPort("like", new PortType.Video(), false, "gives its size and frame rate")),
          List.of(
              Parameter.required("text", new PortType.Text(), "what is to be read"),
              number("width", 128, "pixels").between(LEAST_SIDE, MOST_SIDE),
              number("height", 128, "pixels").between(LEAST_SIDE, MOST_SIDE),
              number("frames", 32, "length in frames").between(1, MOST_FRAMES),
              number("rate", 16, "frames a second").between(1, 240),
              colour("ink", "white", "colour of the letters"),
              colour("paper", "black", "colour of the ground"),
              number("scale", 0, "size of the letters; 0: the largest that fits")
                  .between(0, TextBlock.MOST_SCALE)),
          List.of(new OutputPort("video", new PortType.Video(), "the same picture in each frame")),
          new Demand(Demand.DeviceClass.ANY, 0, 256L << 20, false),
          """
          graph: title
          nodes:
            card: {type: title-card, with: {text: "The red ball", width: 128, height: 128, frames: 32, rate: 16}}
            movie: {type: mux, with: {video: $card.video}}
          outputs:
            movie: $movie.movie
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    VideoFormat format = format(context);
    Frame card = draw(context.parameters(), format);
    int frames = context.parameters().smallInteger("frames");
    context.output("video", repeat(context, card, format, frames));
  }

  private static VideoFormat format(NodeContext context)
      throws NodeFailure, IOException, InterruptedException {
    if (context.input("like").isPresent()) {
      try (ChunkReader like = ChunkReader.open(context, context.artifact("like"))) {
        return like.format();
      }
    }
    Parameters parameters = context.parameters();
    return new VideoFormat(
        parameters.smallInteger("width"),
        parameters.smallInteger("height"),
        FrameRate.of(parameters.smallInteger("rate")));
  }

  private static Frame draw(Parameters parameters, VideoFormat format) throws NodeFailure {
    Colour ink = Colour.parse("ink", parameters.text("ink"));
    Colour paper = Colour.parse("paper", parameters.text("paper"));
    int margin = Math.min(format.width(), format.height()) / SIDES_TO_A_MARGIN;
    int width = format.width() - 2 * margin;
    TextBlock text =
        TextBlock.fit(
            "Parameter text",
            parameters.text("text"),
            parameters.smallInteger("scale"),
            width,
            format.height() - 2 * margin);
    Canvas canvas = Canvas.of(format.width(), format.height(), paper);
    text.draw(canvas, margin, (format.height() - text.height()) / 2, width, ink);
    return canvas.frame();
  }

  /// Codes a full chunk and the rest once each, and refers to the full one as often as it takes.
  private static ArtifactReference repeat(
      NodeContext context, Frame card, VideoFormat format, int frames)
      throws IOException, InterruptedException {
    ChunkList video = ChunkList.empty(format);
    if (frames >= Chunk.MOST_FRAMES) {
      Chunk full = chunk(context, card, format, Chunk.MOST_FRAMES);
      for (int i = 0; i < frames / Chunk.MOST_FRAMES; i++) {
        video = video.with(full);
      }
    }
    if (frames % Chunk.MOST_FRAMES > 0) {
      video = video.with(chunk(context, card, format, frames % Chunk.MOST_FRAMES));
    }
    try (ChunkWriter writer = new ChunkWriter(context, video)) {
      return writer.finish();
    }
  }

  private static Chunk chunk(NodeContext context, Frame card, VideoFormat format, int frames)
      throws IOException, InterruptedException {
    try (ChunkWriter writer = new ChunkWriter(context, format)) {
      for (int i = 0; i < frames; i++) {
        writer.append(card);
      }
      writer.closeChunk();
      return writer.written().chunks().getFirst();
    }
  }

  private static Parameter number(String name, int fallback, String text) {
    return Parameter.optional(name, new PortType.Int(), new Value.Int(fallback), text);
  }

  private static Parameter colour(String name, String fallback, String text) {
    return Parameter.optional(name, new PortType.Text(), new Value.Text(fallback), text);
  }
}
