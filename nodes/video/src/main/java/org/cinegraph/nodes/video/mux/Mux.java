package org.cinegraph.nodes.video.mux;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
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
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.ffmpeg.CodedGroup;
import org.cinegraph.nodes.video.ffmpeg.GroupEncoder;
import org.cinegraph.nodes.video.ffmpeg.Mp4Writer;
import org.cinegraph.nodes.video.frame.VideoFormat;
import org.cinegraph.nodes.video.sound.Resampled;
import org.cinegraph.nodes.video.sound.SampleSource;
import org.cinegraph.nodes.video.sound.WavFile;

/// Makes the movie: H.264 and AAC in MP4, the same bytes each time.
public final class Mux implements NodeType {
  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "mux",
          1,
          "Pictures and sound into an MP4",
          """
          Codes a video as H.264 and a sound as AAC and joins them in an MP4 that plays while it
          loads. Colours are converted to BT.709, limited range, and tagged so. The frame rate is
          constant. The sound starts with the first frame and ends with the last: longer sound is
          cut, shorter is followed by silence. The same inputs give the same bytes.

          Width and height must be even and at least 16. Sound has one or two channels and is coded
          at 48 kHz.
          """,
          List.of(
              new InputPort("video", new PortType.Video(), true, "The pictures."),
              new InputPort(
                  "audio", new PortType.Audio(), false, "The sound; none: a silent movie.")),
          List.of(
              Parameter.optional(
                      "quantizer",
                      new PortType.Int(),
                      new Value.Int(18),
                      "How coarsely H.264 codes: 18 looks like the source, 30 is small.")
                  .between(GroupEncoder.LEAST_QUANTIZER, GroupEncoder.MOST_QUANTIZER)),
          List.of(new OutputPort("movie", new PortType.Video(), "The MP4.")),
          new Demand(Demand.DeviceClass.ANY, 0, 256L << 20, true),
          """
          graph: join-a-clip-and-a-sound
          inputs:
            clip: {type: video}
            sound: {type: audio}
          nodes:
            movie: {type: mux, with: {video: $clip, audio: $sound}}
          outputs:
            movie: $movie.movie
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    int quantizer = context.parameters().smallInteger("quantizer");
    try (ChunkReader video = ChunkReader.open(context, context.artifact("video"))) {
      requireCodable(video.format());
      if (context.input("audio").isEmpty()) {
        join(context, video, quantizer, Optional.empty());
        return;
      }
      try (WavFile sound = SoundInput.open(context, context.artifact("audio"))) {
        requireCodable(sound);
        SampleSource resampled = Resampled.to(Mp4Writer.SOUND_RATE, sound);
        join(context, video, quantizer, Optional.of(resampled));
      }
    }
  }

  private static void join(
      NodeContext context, ChunkReader video, int quantizer, Optional<SampleSource> sound)
      throws NodeFailure, IOException, InterruptedException {
    List<ArtifactReference.Part> groups = context.loop(new CodeChunks(context, video, quantizer));
    byte[] header = read(context, groups.getFirst()).header();
    Path file = Files.createTempFile(context.temporaryFolder(), "movie", ".mp4");
    try (Mp4Writer writer = Mp4Writer.create(file, video.format(), header, video.frames(), sound)) {
      for (ArtifactReference.Part group : groups) {
        writer.append(read(context, group));
      }
      writer.finish();
    }
    context.output("movie", context.store(file, Mp4Writer.MEDIA_TYPE));
    Files.delete(file);
  }

  private static CodedGroup read(NodeContext context, ArtifactReference.Part group)
      throws IOException, InterruptedException {
    Path file = context.fetch(group);
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      return CodedGroup.read(in);
    }
  }

  private static void requireCodable(VideoFormat format) throws NodeFailure {
    boolean odd = format.width() % 2 != 0 || format.height() % 2 != 0;
    if (odd || Math.min(format.width(), format.height()) < GroupEncoder.LEAST_SIDE) {
      throw NodeFailure.user(
          "size-not-codable",
          "Input video of mux must have an even width and height of at least %d, found %dx%d"
              .formatted(GroupEncoder.LEAST_SIDE, format.width(), format.height()));
    }
  }

  private static void requireCodable(WavFile sound) throws NodeFailure {
    if (sound.channels() > Mp4Writer.MOST_CHANNELS) {
      throw NodeFailure.user(
          "channels-not-codable",
          "Input audio of mux must have one or two channels, found " + sound.channels());
    }
  }
}
