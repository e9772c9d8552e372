package org.cinegraph.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.audio.GenerateAudio;
import org.cinegraph.nodes.diffusion.DecodeVideo;
import org.cinegraph.nodes.diffusion.SampleLatents;
import org.cinegraph.nodes.tensor.golden.ExamplePackages;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.nodes.text.EncodeText;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.sound.Samples;
import org.cinegraph.nodes.video.sound.WavFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The check has nothing good to say of networks that have learned nothing. It looks at what the
/// real node types make with them, not at pictures drawn for the test.
class UntrainedTest {
  private static final int CLIPS = 12;

  /// Every second of the held-out prompts: all colours, shapes and motions.
  private static final List<ToyboxReference.Clip> REFERENCE =
      everySecond(ToyboxReference.load().heldOut());

  @TempDir private Path folder;

  @Test
  void whatTheTrainedNetworksMakeIsRight() throws Exception {
    ToyboxTable table = judge(ExamplePackages.folder("toybox"), 4);

    assertThat(table.rightColours()).isEqualTo(4);
    assertThat(table.rightShapes()).isEqualTo(4);
    assertThat(table.rightMotions()).isEqualTo(4);
    assertThat(table.rightFloors()).isEqualTo(4);
  }

  @Test
  void untrainedNetworksAreSeenThrough() throws Exception {
    ToyboxTable table = judge(UntrainedPackage.make(folder, List.of()), CLIPS);

    assertThat(table.rightColours()).isLessThanOrEqualTo(CLIPS / 5);
    assertThat(table.rightShapes()).isLessThanOrEqualTo(CLIPS / 5);
    assertThat(table.rightMotions()).isLessThanOrEqualTo(CLIPS / 5);
  }

  @Test
  void anUntrainedGeneratorBeforeTrainedAutoencodersIsSeenThrough() throws Exception {
    Path untrained = UntrainedPackage.make(folder, List.of("vae", "audio_vae"));

    ToyboxTable table = judge(untrained, CLIPS);

    assertThat(table.rightColours()).isLessThanOrEqualTo(CLIPS / 5);
    assertThat(table.rightShapes()).isLessThanOrEqualTo(CLIPS / 5);
    assertThat(table.rightMotions()).isLessThanOrEqualTo(CLIPS / 5);
  }

  private ToyboxTable judge(Path toybox, int clips) throws Exception {
    ToyboxTable table = new ToyboxTable();
    try (FolderContext context = new FolderContext(folder, _ -> toybox)) {
      for (ToyboxReference.Clip clip : REFERENCE.subList(0, clips)) {
        table.add(
            new ToyboxTable.Row(clip.prompt(), clip.seed(), clip.scene(), make(context, clip)));
      }
    }
    return table;
  }

  private static Finding make(FolderContext context, ToyboxReference.Clip clip) throws Exception {
    int seed = (int) clip.seed();
    ArtifactReference text = context.run(new EncodeText(), with("prompt", clip.prompt()));
    SequencedMap<String, Object> sampling = with("conditioning", text);
    sampling.put("seed", seed);
    ArtifactReference latents = context.run(new SampleLatents(), sampling);
    ArtifactReference video = context.run(new DecodeVideo(), with("latents", latents));
    SequencedMap<String, Object> hearing = with("video", video);
    hearing.put("prompt", clip.prompt());
    hearing.put("seed", seed);
    ArtifactReference sound = context.run(new GenerateAudio(), hearing);
    try (ChunkReader reader = ChunkReader.open(context, video);
        WavFile wave = WavFile.open(context.fetch(sound))) {
      double rate = reader.format().rate().perSecond();
      return CheckMovie.check(frames(reader), rate, Samples.of(wave).mono(), wave.rate());
    }
  }

  private static SequencedMap<String, Object> with(String name, Object value) {
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("model", "toybox");
    with.put(name, value);
    return with;
  }

  private static List<Frame> frames(ChunkReader reader) throws Exception {
    List<Frame> frames = new ArrayList<>();
    Optional<Frame> frame = reader.next();
    while (frame.isPresent()) {
      frames.add(frame.get());
      frame = reader.next();
    }
    return frames;
  }

  private static List<ToyboxReference.Clip> everySecond(List<ToyboxReference.Clip> clips) {
    List<ToyboxReference.Clip> chosen = new ArrayList<>();
    for (int i = 0; i < clips.size(); i += 2) {
      chosen.add(clips.get(i));
    }
    return chosen;
  }
}
