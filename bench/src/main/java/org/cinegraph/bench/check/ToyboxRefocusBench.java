package org.cinegraph.bench.check;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.bench.measure.Bench;
import org.cinegraph.bench.measure.BenchFailure;
import org.cinegraph.bench.measure.BenchOption;
import org.cinegraph.bench.measure.BenchOptions;
import org.cinegraph.bench.measure.Figure;
import org.cinegraph.bench.measure.Result;
import org.cinegraph.bench.stack.BuiltTree;
import org.cinegraph.bench.stack.Movies;
import org.cinegraph.bench.stack.ServedHome;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.cli.run.GraphFile;
import org.cinegraph.server.stack.FileTree;

/// `toybox-refocus`: do the things of movies go where boxes say? Held-out prompts, each with a box
/// left and one right, modulated and guided, against the same seeds without.
public final class ToyboxRefocusBench implements Bench {
  private static final int PROMPTS = 24;
  private static final BenchOption OPTION =
      new BenchOption("--prompts", PROMPTS, 1, "held-out prompts");

  @Override
  public String name() {
    return "toybox-refocus";
  }

  @Override
  public String line() {
    return "how far things of toybox go towards a box, in pixels, and what else changes";
  }

  @Override
  public List<BenchOption> options() {
    return List.of(OPTION);
  }

  @Override
  public Result run(BenchOptions options, Progress progress) throws Exception {
    Path root = BuiltTree.root();
    List<ToyboxReference.Clip> clips =
        ToyboxReference.load()
            .heldOut()
            .subList(0, Math.min(PROMPTS, options.number(OPTION.name())));
    Path folder = Files.createTempDirectory("cinegraph-refocus-");
    try (ServedHome served = ServedHome.start(root)) {
      List<Figure> figures = new ArrayList<>();
      List<String> notes = new ArrayList<>();
      List<RefocusTrial> trials = new ArrayList<>();
      for (RefocusTrial.Mode mode : RefocusTrial.Mode.values()) {
        Path file = folder.resolve(mode + ".yaml");
        Files.writeString(file, RefocusTrial.graph(mode));
        Movies movies = new Movies(served.control(), GraphFile.read(file), folder);
        RefocusTrial trial = trial(mode, movies, clips, progress);
        trials.add(trial);
        RefocusTrial plain = trials.getFirst();
        figures.addAll(trial.figures(plain));
        notes.add(trial.line(plain));
      }
      return new Result(name(), figures, notes);
    } catch (Refusal refusal) {
      throw new BenchFailure(refusal.sentence(), refusal);
    } finally {
      FileTree.delete(folder);
    }
  }

  private static RefocusTrial trial(
      RefocusTrial.Mode mode, Movies movies, List<ToyboxReference.Clip> clips, Progress progress)
      throws IOException {
    RefocusTrial trial = new RefocusTrial(mode);
    for (RefocusTrial.Side side : RefocusTrial.Side.values()) {
      List<ByteString> runs = new ArrayList<>();
      for (ToyboxReference.Clip clip : clips) {
        runs.add(movies.submit(inputs(clip, side)));
      }
      for (int i = 0; i < runs.size(); i++) {
        ToyboxReference.Clip clip = clips.get(i);
        ReadMovie movie = ReadMovie.of(movies.deliver(runs.get(i)));
        double share = RefocusTrial.share(movies.value(runs.get(i), "attention"));
        trial.add(new RefocusTrial.Row(side, clip, movie.check(), movie.centre(), share));
      }
      progress.say("%s, box %s: %d movies".formatted(mode, side, runs.size()));
    }
    return trial;
  }

  private static SequencedMap<String, String> inputs(
      ToyboxReference.Clip clip, RefocusTrial.Side side) {
    Scene scene = clip.scene();
    SequencedMap<String, String> inputs = new LinkedHashMap<>();
    inputs.put("prompt", clip.prompt());
    inputs.put("seed", Long.toString(clip.seed()));
    inputs.put("phrase", Scene.name(scene.colour()) + " " + Scene.name(scene.shape()));
    inputs.put("box", side.box());
    return inputs;
  }
}
