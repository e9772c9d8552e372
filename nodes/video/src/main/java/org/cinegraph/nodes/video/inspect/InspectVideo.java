package org.cinegraph.nodes.video.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

/// Shows what is in a video: a picture for people, numbers for programs.
public final class InspectVideo implements NodeType {
  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "inspect-video",
          2,
          "A contact sheet and statistics",
          """
          Reads a video through. `sheet` shows frames evenly spread over its length, row by row, each
          at most 256 pixels a side. `statistics` has frames, width, height, rate and seconds, and
          for every n-th frame (n is `described-every`: 1 up to 1,000 frames) its mean colour (red,
          green, blue, 0 to 255) and its mean absolute change from the frame before.
          """,
          List.of(new InputPort("video", new PortType.Video(), true, "The video.")),
          List.of(
              Parameter.optional(
                      "frames", new PortType.Int(), new Value.Int(16), "Most frames on the sheet.")
                  .between(1, 100),
              Parameter.optional(
                      "columns",
                      new PortType.Int(),
                      new Value.Int(0),
                      "Frames in a row of the sheet; 0: about as many as rows.")
                  .between(0, 100)),
          List.of(
              new OutputPort("sheet", new PortType.Image(), "The contact sheet."),
              new OutputPort("statistics", new PortType.Json(), "The numbers.")),
          new Demand(Demand.DeviceClass.ANY, 0, 128L << 20, false),
          """
          graph: look-at-a-clip
          inputs:
            clip: {type: video}
          nodes:
            look: {type: inspect-video, with: {video: $clip}}
          outputs:
            sheet: $look.sheet
            statistics: $look.statistics
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    try (ChunkReader video = ChunkReader.open(context, context.artifact("video"))) {
      int cells = context.parameters().smallInteger("frames");
      int columns = context.parameters().smallInteger("columns");
      FrameSheet sheet = new FrameSheet(video.format(), video.frames(), cells, columns);
      Statistics statistics = new Statistics(video.format(), video.frames());
      long number = 0;
      Optional<Frame> frame = video.next();
      while (frame.isPresent()) {
        sheet.offer(number, frame.get());
        statistics.add(number++, frame.get());
        frame = video.next();
      }
      Path file = Files.createTempFile(context.temporaryFolder(), "sheet", ".png");
      Files.write(file, Png.encode(sheet.sheet()));
      context.output("sheet", context.store(file, Png.MEDIA_TYPE));
      context.output("statistics", new PortValue.Inline(statistics.result()));
    }
  }
}
