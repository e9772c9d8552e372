package org.cinegraph.nodes.video.mux;

import java.nio.file.Files;
import java.nio.file.Path;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.video.FolderContext;
import org.cinegraph.nodes.video.TestPictures;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.chunk.ChunkWriter;
import org.cinegraph.nodes.video.chunk.MapFrames;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.FrameRate;
import org.cinegraph.nodes.video.frame.VideoFormat;
import org.cinegraph.nodes.video.resample.Resampling;

/// A process that writes a video, makes it twice as large, muxes it, and prints how many chunks
/// there were and the most memory that the process ever had resident, in kilobytes.
///
/// Arguments: a folder, the number of frames, width, height.
final class LongVideo {
  private static final int DIFFERENT_FRAMES = 16;

  private LongVideo() {}

  public static void main(String[] arguments) throws Exception {
    FolderContext context = new FolderContext(Path.of(arguments[0]));
    int frames = Integer.parseInt(arguments[1]);
    int width = Integer.parseInt(arguments[2]);
    int height = Integer.parseInt(arguments[3]);
    VideoFormat small = new VideoFormat(width, height, FrameRate.of(24));
    VideoFormat large = new VideoFormat(2 * width, 2 * height, FrameRate.of(24));
    ArtifactReference video = write(context, small, frames);
    ArtifactReference upsampled;
    try (ChunkReader reader = ChunkReader.open(context, video)) {
      upsampled = MapFrames.run(context, reader, large, Resampling.BICUBIC::twice);
    }
    context.with("video", upsampled).with("quantizer", new Value.Int(30));
    new Mux().run(context);
    System.out.println(context.stepsRun() + " " + mostResidentKilobytes());
  }

  private static ArtifactReference write(FolderContext context, VideoFormat format, int frames)
      throws Exception {
    Frame[] pictures = new Frame[DIFFERENT_FRAMES];
    for (int n = 0; n < DIFFERENT_FRAMES; n++) {
      pictures[n] = TestPictures.moving(format.width(), format.height(), n);
    }
    try (ChunkWriter writer = new ChunkWriter(context, format)) {
      for (int n = 0; n < frames; n++) {
        // A different pixel in each frame, so that no two chunks are one artifact.
        Frame frame = pictures[n % DIFFERENT_FRAMES];
        frame.rgb()[n % frame.rgb().length] ^= 1;
        writer.append(frame);
      }
      return writer.finish();
    }
  }

  private static long mostResidentKilobytes() throws Exception {
    String line =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(each -> each.startsWith("VmHWM:"))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.replaceAll("[^0-9]", ""));
  }
}
