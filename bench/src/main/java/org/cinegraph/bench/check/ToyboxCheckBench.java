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
import org.cinegraph.bench.measure.Result;
import org.cinegraph.bench.stack.BuiltTree;
import org.cinegraph.bench.stack.Movies;
import org.cinegraph.bench.stack.ServedHome;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.cli.run.GraphFile;
import org.cinegraph.server.stack.FileTree;

/// `toybox-check`: are the movies of our whole stack as good as those of the package's maker? Every
/// movie goes the way of a person's run, from the graph file to an MP4.
public final class ToyboxCheckBench implements Bench {
  private static final int PROMPTS = 24;
  private static final BenchOption OPTION =
      new BenchOption("--prompts", PROMPTS, 1, "held-out prompts, and as many that bounce");

  @Override
  public String name() {
    return "toybox-check";
  }

  @Override
  public String line() {
    return "what movies of toybox show and sound like / what its maker found, same prompts and"
        + " seeds; at most one clip and 0.05 below";
  }

  @Override
  public List<BenchOption> options() {
    return List.of(OPTION);
  }

  @Override
  public Result run(BenchOptions options, Progress progress) throws Exception {
    Path root = BuiltTree.root();
    ToyboxReference reference = ToyboxReference.load();
    int prompts = Math.min(PROMPTS, options.number(OPTION.name()));
    Path folder = Files.createTempDirectory("cinegraph-movies-");
    try (ServedHome served = ServedHome.start(root)) {
      GraphFile graph = GraphFile.read(root.resolve("examples-graphs/text-to-movie.yaml"));
      Movies movies = new Movies(served.control(), graph, folder);
      List<Asked> heldOut = ask(movies, reference.heldOut().subList(0, prompts));
      List<Asked> bounces = ask(movies, reference.bounces().subList(0, prompts));
      progress.say("%d movies submitted (usually 2 seconds each)".formatted(2 * prompts));
      ToyboxScore score =
          new ToyboxScore(
              judge(movies, heldOut, progress), judge(movies, bounces, progress), reference);
      return new Result(name(), score.figures(), notes(score));
    } catch (Refusal refusal) {
      throw new BenchFailure(refusal.sentence(), refusal);
    } finally {
      FileTree.delete(folder);
    }
  }

  /// A movie that is being made.
  private record Asked(ToyboxReference.Clip clip, ByteString run) {}

  private static List<Asked> ask(Movies movies, List<ToyboxReference.Clip> clips)
      throws IOException {
    List<Asked> asked = new ArrayList<>();
    for (ToyboxReference.Clip clip : clips) {
      SequencedMap<String, String> inputs = new LinkedHashMap<>();
      inputs.put("prompt", clip.prompt());
      inputs.put("seed", Long.toString(clip.seed()));
      asked.add(new Asked(clip, movies.submit(inputs)));
    }
    return asked;
  }

  private static ToyboxTable judge(Movies movies, List<Asked> all, Progress progress)
      throws IOException {
    ToyboxTable table = new ToyboxTable();
    for (Asked asked : all) {
      ToyboxReference.Clip clip = asked.clip();
      Finding found = ReadMovie.of(movies.deliver(asked.run())).check();
      table.add(new ToyboxTable.Row(clip.prompt(), clip.seed(), clip.scene(), found));
      progress.say(
          "%s, seed %d: %s"
              .formatted(
                  clip.prompt(),
                  clip.seed(),
                  found.shows(clip.scene()) ? "shown" : "NOT shown, but " + found));
    }
    return table;
  }

  private static List<String> notes(ToyboxScore score) {
    List<String> notes = new ArrayList<>();
    notes.add("Prompts that training never showed:");
    score.heldOut().text().lines().forEach(notes::add);
    notes.add("Prompts that bounce:");
    score.bounces().text().lines().forEach(notes::add);
    return notes;
  }
}
