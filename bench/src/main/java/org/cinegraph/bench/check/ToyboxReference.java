package org.cinegraph.bench.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the package's maker measured: prompts with their seeds, what was found in each movie, and
/// the summary that a run of ours is held against.
///
/// @param heldOut the prompts of scenes that training never showed
/// @param bounces prompts that bounce, most of them trained
public record ToyboxReference(List<Clip> heldOut, List<Clip> bounces, Summary summary) {
  private static final String RESOURCE = "toybox-reference.json";
  private static final int FIRST_BOUNCE_SEED = 2_000;

  public ToyboxReference {
    heldOut = List.copyOf(heldOut);
    bounces = List.copyOf(bounces);
  }

  /// @param impacts and onsets in seconds
  public record Clip(
      String prompt, int combination, long seed, List<Double> impacts, List<Double> onsets) {
    public Clip {
      impacts = List.copyOf(impacts);
      onsets = List.copyOf(onsets);
    }

    public Scene scene() {
      return Scene.ofCombination(combination);
    }
  }

  /// @param heldOut shares of the held-out prompts
  /// @param bounceRecall and the others: of the bounce prompts
  public record Summary(
      Shares heldOut, double bounceRecall, double bouncePrecision, double bounceMedianSeconds) {}

  /// The share of movies that show what was asked, by attribute.
  public record Shares(double colour, double shape, double motion, double floor) {}

  public static ToyboxReference load() {
    try (InputStream in = ToyboxReference.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("The build left out " + RESOURCE);
      }
      return read(JsonMapper.shared().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + RESOURCE, e);
    }
  }

  private static ToyboxReference read(JsonNode root) {
    List<Clip> heldOut = new ArrayList<>();
    List<Clip> bounces = new ArrayList<>();
    for (JsonNode entry : root.required("clips")) {
      Clip clip = clip(entry);
      (clip.seed() < FIRST_BOUNCE_SEED ? heldOut : bounces).add(clip);
    }
    JsonNode summary = root.required("summary");
    JsonNode shares = summary.required("held_out_24");
    JsonNode sync = summary.required("sync_of_24_bounce_prompts");
    return new ToyboxReference(
        heldOut,
        bounces,
        new Summary(
            new Shares(
                shares.required("colour").doubleValue(),
                shares.required("shape").doubleValue(),
                shares.required("motion").doubleValue(),
                shares.required("floor").doubleValue()),
            sync.required("recall").doubleValue(),
            sync.required("precision").doubleValue(),
            sync.required("median_seconds").doubleValue()));
  }

  private static Clip clip(JsonNode entry) {
    return new Clip(
        entry.required("prompt").stringValue(),
        entry.required("combination").intValue(),
        entry.required("seed").longValue(),
        seconds(entry.required("impacts")),
        seconds(entry.required("onsets")));
  }

  private static List<Double> seconds(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::doubleValue).toList();
  }
}
