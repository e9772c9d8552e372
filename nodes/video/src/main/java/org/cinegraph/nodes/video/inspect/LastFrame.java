package org.cinegraph.nodes.video.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.Png;

/// `last-frame`: where a video ends. Of a stored video only the last chunk is read.
public final class LastFrame implements NodeType {
  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "last-frame",
          1,
          "The last frame of a video",
          "A PNG with exactly the pixels of the last frame.",
          List.of(new InputPort("video", new PortType.Video(), true, "The video.")),
          List.of(),
          List.of(new OutputPort("image", new PortType.Image(), "Its last frame.")),
          new Demand(Demand.DeviceClass.ANY, 0, 128L << 20, false),
          """
          graph: where-a-clip-ends
          nodes:
            card: {type: title-card, with: {text: "The end"}}
            end: {type: last-frame, with: {video: $card.video}}
          outputs:
            image: $end.image
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    try (ChunkReader video = ChunkReader.open(context, context.artifact("video"))) {
      Frame last = video.frame(video.frames() - 1);
      Path file = Files.createTempFile(context.temporaryFolder(), "last", ".png");
      Files.write(file, Png.encode(last));
      context.output("image", context.store(file, Png.MEDIA_TYPE));
    }
  }
}
