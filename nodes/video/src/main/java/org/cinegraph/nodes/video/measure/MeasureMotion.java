package org.cinegraph.nodes.video.measure;

import java.io.IOException;
import java.util.List;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.video.chunk.ChunkReader;

/// `measure-motion`: how much moves in a video, and when most.
public final class MeasureMotion implements NodeType {
  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "measure-motion",
          1,
          "How much moves",
          """
          Compares every frame with the one before: the mean over pixels and channels of the absolute
          difference, 0 to 255. A still picture has 0; what is small or slow has little. A video of
          one frame has 0 and frame 0.
          """,
          List.of(new InputPort("video", new PortType.Video(), true, "of any size")),
          List.of(),
          List.of(
              new OutputPort("mean", new PortType.Float(), "mean over all pairs of frames"),
              new OutputPort(
                  "most", new PortType.Int(), "the frame that differs most from the one before")),
          new Demand(Demand.DeviceClass.ANY, 0, 128L << 20, true),
          """
          graph: motion
          nodes:
            card: {type: title-card, with: {text: "Nothing moves"}}
            motion: {type: measure-motion, with: {video: $card.video}}
          outputs:
            mean: $motion.mean
            most: $motion.most
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    try (ChunkReader video = ChunkReader.open(context, context.artifact("video"))) {
      SumMotion.Motion motion = context.loop(new SumMotion(video));
      long compared = Math.max(1, video.frames() - 1) * video.frame(0).rgb().length;
      context.output(
          "mean", new PortValue.Inline(new Value.Float((double) motion.sum() / compared)));
      context.output("most", new PortValue.Inline(new Value.Int(motion.mostFrame())));
    }
  }
}
