package org.cinegraph.nodes.audio.join;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.video.sound.WavFile;
import org.cinegraph.nodes.video.sound.WavWriter;

/// `silence`: what is heard while a title stands, so that the sound of a reel keeps its place.
public final class Silence implements NodeType {
  private static final int BLOCK = 1 << 16;
  private static final int MOST_SECONDS = 3_600;
  private static final int LEAST_RATE = 1_000;
  private static final int MOST_RATE = 192_000;

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "silence",
          1,
          "A sound of nothing",
          """
          So many seconds without a sound, for `concat-audio` to put between others. `toybox` makes
          sound of one channel at 16,000 Hz.
          """,
          List.of(),
          List.of(
              Parameter.required("seconds", new PortType.Float(), "how long")
                  .between(0, MOST_SECONDS),
              Parameter.optional(
                      "rate", new PortType.Int(), new Value.Int(16_000), "samples a second")
                  .between(LEAST_RATE, MOST_RATE),
              Parameter.optional("channels", new PortType.Int(), new Value.Int(1), "1 or 2")
                  .between(1, 2)),
          List.of(new OutputPort("audio", new PortType.Audio(), "WAV of 32-bit floats")),
          new Demand(Demand.DeviceClass.ANY, 0, 32L << 20, false),
          """
          graph: two-seconds-of-silence
          nodes:
            pause: {type: silence, with: {seconds: 2}}
          outputs:
            audio: $pause.audio
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws IOException, InterruptedException {
    int rate = context.parameters().smallInteger("rate");
    int channels = context.parameters().smallInteger("channels");
    long samples = Math.round(context.parameters().number("seconds") * rate);
    Path file = Files.createTempFile(context.temporaryFolder(), "silence", ".wav");
    try (WavWriter writer = WavWriter.create(file, channels, rate)) {
      for (long at = 0; at < samples; at += BLOCK) {
        writer.append(new float[channels][(int) Math.min(BLOCK, samples - at)]);
      }
      writer.finish();
    }
    context.output("audio", context.store(file, WavFile.MEDIA_TYPE));
    Files.delete(file);
  }
}
