package org.cinegraph.nodes.audio.loudness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.cinegraph.nodes.video.mux.SoundInput;
import org.cinegraph.nodes.video.sound.WavFile;
import org.cinegraph.nodes.video.sound.WavWriter;

/// `loudness`: a sound as loud as wanted. It has no loop: an hour of sound takes less than a
/// minute.
public final class Loudness implements NodeType {
  private static final int BLOCK = 1 << 16;
  private static final int MOST_CHANNELS = 2;

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "loudness",
          1,
          "Make a sound as loud as wanted",
          """
          Measures the integrated loudness and the true peak of a sound by ITU-R BS.1770-4, then
          makes all of it louder or quieter by one gain, so that it reaches the target: -14 LUFS is
          what most services play, -23 what broadcasters of Europe send. Nothing is compressed: where
          the true peak would come above `peak`, the gain is as large as that allows, and the log
          says so.

          Sound has one or two channels and lasts 0.4 s or longer. What is silence throughout stays
          as it is; its loudness is given as -70.
          """,
          List.of(new InputPort("audio", new PortType.Audio(), true, "the sound")),
          List.of(
              Parameter.optional(
                      "target", new PortType.Float(), new Value.Float(-14), "loudness in LUFS")
                  .between(-60, 0),
              Parameter.optional(
                      "peak", new PortType.Float(), new Value.Float(-1), "highest point in dBTP")
                  .between(-30, 0)),
          List.of(
              new OutputPort("audio", new PortType.Audio(), "WAV of 32-bit floats"),
              new OutputPort("loudness", new PortType.Float(), "of the result, in LUFS"),
              new OutputPort("before", new PortType.Float(), "of what came in, in LUFS"),
              new OutputPort("peak", new PortType.Float(), "of the result, in dBTP"),
              new OutputPort("gain", new PortType.Float(), "from the one to the other, in dB")),
          new Demand(Demand.DeviceClass.ANY, 0, 64L << 20, false),
          """
          graph: loud-enough
          inputs:
            sound: {type: audio}
          nodes:
            loud: {type: loudness, with: {audio: $sound, target: -14}}
          outputs:
            sound: $loud.audio
            gain: $loud.gain
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    try (WavFile sound = SoundInput.open(context, context.artifact("audio"))) {
      requireMeasurable(sound);
      MeasuredLoudness measured = MeasuredLoudness.of(sound);
      double before = measured.integrated().orElse(MeasuredLoudness.SILENCE);
      double gain = gain(context, measured);
      Path file = Files.createTempFile(context.temporaryFolder(), "loud", ".wav");
      write(sound, Math.pow(10, gain / 20), file);
      context.output("audio", context.store(file, WavFile.MEDIA_TYPE));
      Files.delete(file);
      put(context, "loudness", before + gain);
      put(context, "before", before);
      put(context, "peak", Math.max(measured.peak() + gain, -Float.MAX_VALUE));
      put(context, "gain", gain);
    }
  }

  private static double gain(NodeContext context, MeasuredLoudness measured) {
    if (measured.integrated().isEmpty()) {
      context.log("The sound is silence: nothing in it is louder than -70 LUFS.");
      return 0;
    }
    double wanted = context.parameters().number("target") - measured.integrated().getAsDouble();
    double allowed = context.parameters().number("peak") - measured.peak();
    if (wanted > allowed) {
      context.log(
          "The target is missed by %.1f dB: the true peak would come %.1f dB above full scale."
              .formatted(wanted - allowed, measured.peak() + wanted));
    }
    return Math.min(wanted, allowed);
  }

  private static void write(WavFile sound, double factor, Path file) throws IOException {
    try (WavWriter writer = WavWriter.create(file, sound.channels(), sound.rate())) {
      for (long at = 0; at < sound.samples(); at += BLOCK) {
        float[][] samples = sound.read(at, (int) Math.min(BLOCK, sound.samples() - at));
        for (float[] channel : samples) {
          for (int i = 0; i < channel.length; i++) {
            channel[i] = (float) (channel[i] * factor);
          }
        }
        writer.append(samples);
      }
      writer.finish();
    }
  }

  private static void put(NodeContext context, String port, double value) {
    context.output(port, new PortValue.Inline(new Value.Float(value)));
  }

  private static void requireMeasurable(WavFile sound) throws NodeFailure {
    if (sound.channels() > MOST_CHANNELS || !MeasuredLoudness.isMeasurable(sound)) {
      throw NodeFailure.user(
          "sound-not-measurable",
          "Input audio was expected to have one or two channels and 0.4 s or more, found %d channels and %s s."
              .formatted(sound.channels(), (double) sound.samples() / sound.rate()));
    }
  }
}
