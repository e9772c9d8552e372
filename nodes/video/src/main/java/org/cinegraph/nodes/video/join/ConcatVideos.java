package org.cinegraph.nodes.video.join;

import java.io.IOException;
import java.util.List;
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
import org.cinegraph.nodes.video.chunk.ChunkList;
import org.cinegraph.nodes.video.chunk.ChunkWriter;

/// `concat-videos`: a reel from its shots.
public final class ConcatVideos implements NodeType {
  private static final int MOST_OVERLAP = 4_096;

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "concat-videos",
          1,
          "Videos one after another",
          """
          Joins videos in the order of the list. All must have the size and the frame rate of the
          first; the one that has not is named. What is stored in chunks is passed on as it is,
          without decoding; clips that came as a file are decoded once.

          `overlap` is for segments that begin with the last frames of the segment before: so many
          frames are left out at the beginning of each video but the first.
          """,
          List.of(
              new InputPort(
                  "videos", new PortType.ListOf(new PortType.Video()), true, "at least one")),
          List.of(
              Parameter.optional(
                      "overlap",
                      new PortType.Int(),
                      new Value.Int(0),
                      "frames that a video repeats of the one before")
                  .between(0, MOST_OVERLAP)),
          List.of(new OutputPort("video", new PortType.Video(), "all of them")),
          new Demand(Demand.DeviceClass.ANY, 0, 128L << 20, true),
          """
          graph: reel
          nodes:
            one: {type: title-card, with: {text: "One", frames: 20}}
            two: {type: title-card, with: {text: "Two", frames: 40, paper: blue}}
            reel: {type: concat-videos, with: {videos: [$one.video, $two.video]}}
            movie: {type: mux, with: {video: $reel.video}}
          outputs:
            movie: $movie.movie
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    int overlap = context.parameters().smallInteger("overlap");
    List<JoinedVideo> videos = JoinedVideo.survey(context, context.artifacts("videos"), overlap);
    try (JoinChunks loop = new JoinChunks(context, videos, overlap)) {
      ChunkList joined = context.loop(loop);
      try (ChunkWriter writer = new ChunkWriter(context, joined)) {
        context.output("video", writer.finish());
      }
    }
  }
}
