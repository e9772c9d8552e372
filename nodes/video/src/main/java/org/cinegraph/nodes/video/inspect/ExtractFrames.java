package org.cinegraph.nodes.video.inspect;

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
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.Png;

/// Gives the frames of a video as pictures.
public final class ExtractFrames implements NodeType {
  /// A list of outputs travels with the result, so that it must stay small.
  static final int MOST_FRAMES = 1_000;

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "frames",
          1,
          "The frames of a video as a list of images",
          """
          Frame 0, `every`, 2 × `every` and so on, up to `limit` of them, each a PNG with exactly the
          pixels of the frame.
          """,
          List.of(new InputPort("video", new PortType.Video(), true, "The video.")),
          List.of(
              Parameter.optional(
                      "every", new PortType.Int(), new Value.Int(1), "Steps from frame to frame.")
                  .between(1, Integer.MAX_VALUE),
              Parameter.optional(
                      "limit", new PortType.Int(), new Value.Int(100), "Most frames to give.")
                  .between(1, MOST_FRAMES)),
          List.of(
              new OutputPort(
                  "images", new PortType.ListOf(new PortType.Image()), "The frames, in order.")),
          new Demand(Demand.DeviceClass.ANY, 0, 128L << 20, false),
          """
          graph: four-frames-of-a-clip
          inputs:
            clip: {type: video}
          nodes:
            pictures: {type: frames, with: {video: $clip, every: 8, limit: 4}}
          outputs:
            images: $pictures.images
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    int every = context.parameters().smallInteger("every");
    int limit = context.parameters().smallInteger("limit");
    List<PortValue> images = new ArrayList<>();
    Path file = Files.createTempFile(context.temporaryFolder(), "frame", ".png");
    try (ChunkReader video = ChunkReader.open(context, context.artifact("video"))) {
      for (long number = 0; number < video.frames() && images.size() < limit; number++) {
        Frame frame = video.next().orElseThrow();
        if (number % every == 0) {
          Files.write(file, Png.encode(frame));
          images.add(new PortValue.Artifact(context.store(file, Png.MEDIA_TYPE)));
        }
      }
    }
    context.output("images", new PortValue.Many(images));
  }
}
