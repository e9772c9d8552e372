package org.cinegraph.nodes.diffusion.wanvae;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.diffusion.kl.TileGrid;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.Golden;
import org.cinegraph.nodes.tensor.golden.RecordGate;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.FrameRate;
import org.cinegraph.nodes.video.frame.VideoFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WanTilesTest {
  @TempDir private Path folder;

  @Test
  @Gate(
      kind = Gate.Kind.NETWORK,
      what = "AutoencoderKLWan in tiles, decoding",
      figure = "levels of 255",
      most = 1)
  void theFramesOfTilesAreThoseOfTheLibraryToOneLevel() throws Exception {
    try (Golden golden = Golden.beside(WanTilesTest.class, "four_levels");
        FolderContext context = new FolderContext(folder);
        AutoencoderKLWan model =
            AutoencoderKLWan.load(
                    ModelPackage.open("networks", WanVaeResources.path("networks"))
                        .part("four_levels"))
                .model()) {
      TileGrid grid = model.tiles(32, 7, 9);
      VideoFormat format = new VideoFormat(72, 56, FrameRate.of(16));

      ArtifactReference video =
          DecodeClipTiles.run(context, model, golden.floats("latents.tiled"), grid, format);

      assertThat(grid.tiles()).isEqualTo(9);
      RecordGate.compared(apart(context, video, golden.floats("decoded.tiled")));
    }
  }

  private static float apart(FolderContext context, ArtifactReference video, FloatTensor expected)
      throws Exception {
    int frames = Math.toIntExact(expected.shape().sizes().get(2));
    int plane = Math.toIntExact(expected.shape().sizes().get(3) * expected.shape().sizes().get(4));
    float most = 0;
    try (ChunkReader reader = ChunkReader.open(context, video)) {
      assertThat(reader.frames()).isEqualTo(frames);
      for (int f = 0; f < frames; f++) {
        byte[] rgb = reader.next().orElseThrow().rgb();
        for (int i = 0; i < rgb.length; i++) {
          int at = (i % Frame.CHANNELS * frames + f) * plane + i / Frame.CHANNELS;
          double level = Math.rint(Math.clamp((expected.values()[at] + 1) * 127.5, 0, 255));
          most = (float) Math.max(most, Math.abs((rgb[i] & 0xff) - level));
        }
      }
    }
    assertThat(most).isLessThanOrEqualTo(1);
    return most;
  }
}
