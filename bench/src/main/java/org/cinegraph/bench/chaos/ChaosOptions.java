package org.cinegraph.bench.chaos;

import java.util.List;
import java.util.Optional;
import org.cinegraph.bench.measure.WrongUse;

/// What a trial is to be like.
///
/// @param kills how many processes die
/// @param renders how many renders go on meanwhile
/// @param seed of all that is drawn
/// @param without what is switched off to show that the checks can fail: `checkpoints`
/// @param json whether the answer is one JSON object
record ChaosOptions(int kills, int renders, long seed, Optional<String> without, boolean json) {
  static final String USAGE =
      "chaos [--kills K] [--renders R] [--seed S] [--without checkpoints] [--json]";

  static ChaosOptions usual() {
    return new ChaosOptions(12, 5, 1, Optional.empty(), false);
  }

  /// @throws WrongUse with one sentence
  static ChaosOptions parse(List<String> arguments) {
    ChaosOptions options = usual();
    for (int at = 0; at < arguments.size(); at++) {
      String name = arguments.get(at);
      options =
          name.equals("--json")
              ? options.asJson()
              : options.with(name, at + 1 < arguments.size() ? arguments.get(++at) : "");
    }
    return options;
  }

  private ChaosOptions asJson() {
    return new ChaosOptions(kills, renders, seed, without, true);
  }

  private ChaosOptions with(String name, String value) {
    return switch (name) {
      case "--kills" -> new ChaosOptions(number(name, value), renders, seed, without, json);
      case "--renders" -> new ChaosOptions(kills, number(name, value), seed, without, json);
      case "--seed" -> new ChaosOptions(kills, renders, number(name, value), without, json);
      case "--without" -> new ChaosOptions(kills, renders, seed, Optional.of(off(value)), json);
      default ->
          throw new WrongUse("chaos has no option %s; it is used so: %s".formatted(name, USAGE));
    };
  }

  private static String off(String value) {
    if (!value.equals("checkpoints")) {
      throw new WrongUse("--without takes checkpoints, found \"%s\"".formatted(value));
    }
    return value;
  }

  private static int number(String name, String value) {
    try {
      int number = Integer.parseInt(value);
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Answered with the same sentence as a number that is too small.
    }
    throw new WrongUse(
        "%s must be a whole number of at least 1, found \"%s\"".formatted(name, value));
  }
}
