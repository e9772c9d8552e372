package org.cinegraph.nodes.audio;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.audio.stable.AutoencoderOobleck;
import org.cinegraph.nodes.audio.stable.OobleckPieces;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.StepLoop;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.video.sound.WavFile;
import org.cinegraph.nodes.video.sound.WavWriter;

/// Decodes latents sound by sound and piece by piece; each piece is a step, and stored as an
/// artifact of its own until the sound is joined. Pieces of which nothing is wanted are left out.
///
/// @param latents [sounds, channels, length]
record DecodePieces(
    NodeContext context, AutoencoderOobleck autoencoder, FloatTensor latents, Cut cut)
    implements StepLoop<List<ArtifactReference>> {
  /// About six seconds of Stable Audio.
  static final int TILE = 128;

  private static final int BLOCK = 1 << 16;

  /// @param tile latents of a piece
  /// @param first sample that is wanted
  /// @param last sample, which is not wanted any more
  record Cut(int tile, long first, long last) {}

  private OobleckPieces sound(int index) {
    long[] sizes = latents.shape().toArray();
    sizes[0] = 1;
    Shape one = Shape.of(sizes);
    int length = Math.toIntExact(one.elements());
    float[] values = Arrays.copyOfRange(latents.values(), index * length, (index + 1) * length);
    return new OobleckPieces(autoencoder, FloatTensor.of(one, values), cut.tile());
  }

  private long last() {
    return Math.min(cut.last(), sound(0).samples());
  }

  private int firstPiece() {
    return Math.toIntExact(cut.first() / ((long) cut.tile() * autoencoder.hop()));
  }

  /// Pieces of each sound.
  private int pieces() {
    OobleckPieces sound = sound(0);
    int end = firstPiece() + 1;
    while (end < sound.count() && sound.first(end) < last()) {
      end++;
    }
    return end - firstPiece();
  }

  @Override
  public int steps() {
    return Math.multiplyExact(Math.toIntExact(latents.shape().sizes().getFirst()), pieces());
  }

  @Override
  public List<ArtifactReference> start() {
    return List.of();
  }

  @Override
  public List<ArtifactReference> step(int step, List<ArtifactReference> before)
      throws NodeFailure, IOException, InterruptedException {
    OobleckPieces sound = sound(step / pieces());
    int piece = firstPiece() + step % pieces();
    float[][] samples = sound.decode(piece);
    long at = sound.first(piece);
    int from = (int) Math.clamp(cut.first() - at, 0, samples[0].length);
    int to = (int) Math.clamp(last() - at, from, samples[0].length);
    for (int c = 0; c < samples.length; c++) {
      samples[c] = Arrays.copyOfRange(samples[c], from, to);
    }
    Path file = Files.createTempFile(context.temporaryFolder(), "piece", ".wav");
    WavWriter.write(file, autoencoder.rate(), samples);
    List<ArtifactReference> done = new ArrayList<>(before);
    done.add(context.store(file, WavFile.MEDIA_TYPE));
    Files.delete(file);
    return List.copyOf(done);
  }

  /// One sound of its pieces.
  ArtifactReference join(int index, List<ArtifactReference> all, Path file)
      throws IOException, InterruptedException {
    try (WavWriter writer = WavWriter.create(file, autoencoder.sounds(), autoencoder.rate())) {
      for (ArtifactReference piece : all.subList(index * pieces(), (index + 1) * pieces())) {
        try (WavFile sound = WavFile.open(context.fetch(piece))) {
          for (long at = 0; at < sound.samples(); at += BLOCK) {
            writer.append(sound.read(at, (int) Math.min(BLOCK, sound.samples() - at)));
          }
        }
      }
      writer.finish();
    }
    return context.store(file, WavFile.MEDIA_TYPE);
  }

  @Override
  public void save(List<ArtifactReference> pieces, DataOutput out) throws IOException {
    out.writeInt(pieces.size());
    for (ArtifactReference piece : pieces) {
      out.write(piece.digest().bytes());
      out.writeLong(piece.bytes());
    }
  }

  @Override
  public List<ArtifactReference> restore(DataInput in) throws IOException {
    return read(in);
  }

  static List<ArtifactReference> read(DataInput in) throws IOException {
    List<ArtifactReference> pieces = new ArrayList<>();
    int done = in.readInt();
    for (int i = 0; i < done; i++) {
      byte[] digest = new byte[Digest.BYTES];
      in.readFully(digest);
      pieces.add(
          new ArtifactReference(
              Digest.ofDigestBytes(digest), in.readLong(), WavFile.MEDIA_TYPE, List.of()));
    }
    return List.copyOf(pieces);
  }

  @Override
  public List<ArtifactReference.Part> artifacts(List<ArtifactReference> pieces) {
    return pieces.stream()
        .map(piece -> new ArtifactReference.Part(piece.digest(), piece.bytes()))
        .toList();
  }
}
