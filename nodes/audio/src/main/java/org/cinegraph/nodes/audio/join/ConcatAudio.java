package org.cinegraph.nodes.audio.join;

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
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.video.mux.SoundInput;
import org.cinegraph.nodes.video.sound.SampleSource;
import org.cinegraph.nodes.video.sound.WavFile;
import org.cinegraph.nodes.video.sound.WavWriter;

/// `concat-audio`: the sound of a reel from that of its shots. A block is in memory at a time; it
/// has no loop, since it is done at the speed of a disk.
public final class ConcatAudio implements NodeType {
  private static final int BLOCK = 1 << 16;
  private static final int MOST_OVERLAP_SECONDS = 600;

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "concat-audio",
          1,
          "Sounds one after another",
          """
          Joins sounds in the order of the list, sample by sample. All must have the sample rate and
          the number of channels of the first; the one that has not is named.

          `overlap` is for the sounds of segments that begin with the end of the segment before: so
          many seconds are left out at the beginning of each sound but the first.
          """,
          List.of(
              new InputPort(
                  "sounds", new PortType.ListOf(new PortType.Audio()), true, "at least one")),
          List.of(
              Parameter.optional(
                      "overlap",
                      new PortType.Float(),
                      new Value.Float(0),
                      "seconds that a sound repeats of the one before")
                  .between(0, MOST_OVERLAP_SECONDS)),
          List.of(new OutputPort("audio", new PortType.Audio(), "WAV of 32-bit floats")),
          new Demand(Demand.DeviceClass.ANY, 0, 64L << 20, false),
          """
          graph: sound-of-a-reel
          inputs:
            prompt: {type: text, default: "a red ball bounces on a green floor"}
          nodes:
            text: {type: encode-text, with: {model: toybox, prompt: $prompt}}
            latents: {type: sample-latents, with: {model: toybox, conditioning: $text.conditioning, seed: 7}}
            video: {type: decode-video, with: {model: toybox, latents: $latents.latents}}
            sound: {type: generate-audio, with: {model: toybox, video: $video.video, prompt: $prompt, seed: 7}}
            pause: {type: silence, with: {seconds: 2}}
            joined: {type: concat-audio, with: {sounds: [$pause.audio, $sound.audio]}}
            loud: {type: count-loud, with: {audio: $joined.audio}}
          outputs:
            audio: $joined.audio
            moments: $loud.moments
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    List<ArtifactReference> sounds = context.artifacts("sounds");
    if (sounds.isEmpty()) {
      throw NodeFailure.user(
          "nothing-to-join", "Input sounds of concat-audio is an empty list, expected a sound.");
    }
    Path file = Files.createTempFile(context.temporaryFolder(), "joined", ".wav");
    try (WavFile first = SoundInput.open(context, sounds.getFirst());
        WavWriter writer = WavWriter.create(file, first.channels(), first.rate())) {
      long overlap = Math.round(context.parameters().number("overlap") * first.rate());
      copy(first, 0, writer);
      for (int item = 1; item < sounds.size(); item++) {
        try (WavFile sound = SoundInput.open(context, sounds.get(item))) {
          requireLike(first, sound, overlap, item);
          copy(sound, overlap, writer);
        }
      }
      writer.finish();
    }
    context.output("audio", context.store(file, WavFile.MEDIA_TYPE));
    Files.delete(file);
  }

  private static void copy(SampleSource sound, long from, WavWriter writer)
      throws NodeFailure, IOException {
    for (long at = from; at < sound.samples(); at += BLOCK) {
      if (!writer.hasRoomFor(BLOCK)) {
        throw NodeFailure.user(
            "sound-too-long", "The joined sound of concat-audio does not fit into a WAV of 4 GiB.");
      }
      writer.append(sound.read(at, (int) Math.min(BLOCK, sound.samples() - at)));
    }
  }

  private static void requireLike(WavFile first, WavFile sound, long overlap, int item)
      throws NodeFailure {
    if (sound.rate() != first.rate() || sound.channels() != first.channels()) {
      throw NodeFailure.user(
          "sounds-differ",
          "Item %d of input sounds has %d channels at %d Hz, expected %d at %d Hz like item 0."
              .formatted(item, sound.channels(), sound.rate(), first.channels(), first.rate()));
    }
    if (sound.samples() <= overlap) {
      throw NodeFailure.user(
          "overlap-too-long",
          "Parameter overlap leaves nothing of item %d of input sounds, which has %d samples; expected fewer, found %d."
              .formatted(item, sound.samples(), overlap));
    }
  }
}
