package org.cinegraph.bench.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// The steps that workers have begun, as they wrote them down: one file for each life of a worker.
final class StepLog {
  private final Path folder;

  StepLog(Path folder) {
    this.folder = folder;
  }

  /// One step that began.
  ///
  /// @param at milliseconds of the wall clock
  record Step(long at, String work, long fence, String type, int loop, int step) {
    static Step read(String line) {
      String[] fields = line.split(" ");
      return new Step(
          Long.parseLong(fields[0]),
          fields[1],
          Long.parseLong(fields[2]),
          fields[3],
          Integer.parseInt(fields[4]),
          Integer.parseInt(fields[5]));
    }

    boolean samples() {
      return type.equals("sample-latents");
    }
  }

  /// Of one life of a worker, in the order in which they began.
  List<Step> of(String life) {
    Path file = folder.resolve(life);
    try {
      return Files.exists(file)
          ? Files.readAllLines(file).stream().map(Step::read).toList()
          : List.of();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// Of all workers.
  List<Step> all() {
    try (var files = Files.list(folder)) {
      List<Step> all = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        all.addAll(of(file.getFileName().toString()));
      }
      return all;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// The last step of each work that a life of a worker began within the last so many milliseconds.
  SequencedMap<String, Step> inFlight(String life, long now, long within) {
    SequencedMap<String, Step> last = new LinkedHashMap<>();
    for (Step step : of(life)) {
      if (now - step.at() <= within) {
        last.put(step.work(), step);
      }
    }
    return last;
  }

  /// When one of the works was stepped on after a moment.
  Optional<Long> firstAfter(Iterable<String> works, long moment) {
    List<Step> all = all();
    for (String work : works) {
      Optional<Long> first =
          all.stream()
              .filter(step -> step.work().equals(work) && step.at() > moment)
              .map(Step::at)
              .min(Long::compare);
      if (first.isPresent()) {
        return first;
      }
    }
    return Optional.empty();
  }
}
