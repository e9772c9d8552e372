package org.cinegraph.bench.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What was found in movies against what their prompts asked for: as a table for people, as one
/// JSON object for programs.
public final class ToyboxTable {
  private final List<Row> rows = new ArrayList<>();

  /// @param prompt as it was given
  /// @param wanted what it asks for
  /// @param found what the movie shows
  public record Row(String prompt, long seed, Scene wanted, Finding found) {}

  /// Adds a movie. Rows keep their order.
  public void add(Row row) {
    rows.add(row);
  }

  public List<Row> rows() {
    return List.copyOf(rows);
  }

  public long rightColours() {
    return count(row -> row.found().colour().equals(Optional.of(row.wanted().colour())));
  }

  public long rightShapes() {
    return count(row -> row.found().shape().equals(Optional.of(row.wanted().shape())));
  }

  public long rightMotions() {
    return count(row -> row.found().motion().equals(Optional.of(row.wanted().motion())));
  }

  public long rightFloors() {
    return count(row -> row.found().floor().equals(Optional.of(row.wanted().floor())));
  }

  /// Movies whose strongest pitch is that of the wanted shape at the wanted motion.
  public long rightPitches() {
    return count(row -> row.found().soundsLike(row.wanted()));
  }

  /// Of the movies that were to bounce.
  public SyncScore sync() {
    return SyncScore.of(rows.stream().filter(ToyboxTable::isBounce).map(Row::found).toList());
  }

  /// Movies that were not to bounce and have one onset at most, of all that were not to bounce.
  public String quietOthers() {
    List<Row> others = rows.stream().filter(row -> !isBounce(row)).toList();
    long quiet = others.stream().filter(row -> row.found().onsets().size() <= 1).count();
    return quiet + "/" + others.size();
  }

  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(line("prompt", "seed", "colour", "shape", "motion", "floor", "impacts", "onsets"));
    for (Row row : rows) {
      Scene wanted = row.wanted();
      Finding found = row.found();
      text.append(
          line(
              row.prompt(),
              Long.toString(row.seed()),
              verdict(wanted.colour(), found.colour()),
              verdict(wanted.shape(), found.shape()),
              verdict(wanted.motion(), found.motion()),
              verdict(wanted.floor(), found.floor()),
              times(found.impacts()),
              times(found.onsets())));
    }
    return text.append(summary()).toString();
  }

  public ObjectNode json() {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    root.put("movies", rows.size());
    root.put("colour", share(rightColours()));
    root.put("shape", share(rightShapes()));
    root.put("motion", share(rightMotions()));
    root.put("floor", share(rightFloors()));
    root.put("pitch", share(rightPitches()));
    SyncScore sync = sync();
    ObjectNode bounces = root.putObject("sync");
    bounces.put("impacts", sync.impacts());
    bounces.put("onsets", sync.onsets());
    bounces.put("recall", sync.recall());
    bounces.put("precision", sync.precision());
    if (sync.impacts() > 0) {
      bounces.put("median_seconds", sync.medianSeconds());
    }
    root.put("others_with_at_most_one_onset", quietOthers());
    return root;
  }

  private String summary() {
    SyncScore sync = sync();
    String shares =
        "colour %d/%d  shape %d/%d  motion %d/%d  floor %d/%d  pitch %d/%d"
            .formatted(
                rightColours(),
                rows.size(),
                rightShapes(),
                rows.size(),
                rightMotions(),
                rows.size(),
                rightFloors(),
                rows.size(),
                rightPitches(),
                rows.size());
    String bounces =
        String.format(
            Locale.ROOT,
            "sync of bounces: recall %.3f (%d impacts)  precision %.3f (%d onsets)  median %.1f ms",
            sync.recall(),
            sync.impacts(),
            sync.precision(),
            sync.onsets(),
            1_000 * sync.medianSeconds());
    String others = "others with at most one onset: " + quietOthers();
    return String.join(System.lineSeparator(), "", shares, bounces, others, "");
  }

  private static boolean isBounce(Row row) {
    return row.wanted().motion() == Motion.BOUNCE;
  }

  private long count(Predicate<Row> holds) {
    return rows.stream().filter(holds).count();
  }

  private double share(long count) {
    return rows.isEmpty() ? 0 : (double) count / rows.size();
  }

  /// The wanted value, or what was found in its place.
  private static <E extends Enum<E>> String verdict(E wanted, Optional<E> found) {
    if (found.equals(Optional.of(wanted))) {
      return Scene.name(wanted);
    }
    return "NOT " + Scene.name(wanted) + " but " + found.map(Scene::name).orElse("unknown");
  }

  private static String times(List<Double> seconds) {
    return String.join(
        " ", seconds.stream().map(t -> String.format(Locale.ROOT, "%.2f", t)).toList());
  }

  private static String line(String... cells) {
    return String.format(
        Locale.ROOT, "%-42s %6s  %-8s %-6s %-8s %-7s %-22s %s%n", (Object[]) cells);
  }
}
