package org.cinegraph.nodes.video.mux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.video.ffmpeg.MediaException;
import org.cinegraph.nodes.video.ffmpeg.SoundDecoder;
import org.cinegraph.nodes.video.sound.NotWavException;
import org.cinegraph.nodes.video.sound.WavFile;
import org.cinegraph.nodes.video.sound.WavWriter;

/// Opens an audio artifact: a WAV as it is, any other coding, or the sound of a clip, through a
/// temporary WAV.
public final class SoundInput {
  private SoundInput() {}

  /// @throws NodeFailure the artifact holds no sound
  public static WavFile open(NodeContext context, ArtifactReference sound)
      throws NodeFailure, IOException, InterruptedException {
    Path file = context.fetch(sound);
    try {
      return WavFile.open(file);
    } catch (NotWavException e) {
      context.log("Decoding " + sound.mediaType() + " by ffmpeg: " + e.getMessage());
    }
    Path wav = Files.createTempFile(context.temporaryFolder(), "sound", ".wav");
    try {
      decode(file, wav);
    } catch (MediaException e) {
      throw NodeFailure.user(
          "not-a-sound",
          "Sound was expected, found %s (%s): %s"
              .formatted(sound.mediaType(), sound.digest().brief(), e.getMessage()));
    }
    return WavFile.open(wav);
  }

  private static void decode(Path file, Path wav) throws IOException {
    try (SoundDecoder decoder = SoundDecoder.open(file);
        WavWriter writer = WavWriter.create(wav, decoder.channels(), decoder.rate())) {
      Optional<float[][]> block = decoder.next();
      while (block.isPresent()) {
        writer.append(block.get());
        block = decoder.next();
      }
      writer.finish();
    }
  }
}
