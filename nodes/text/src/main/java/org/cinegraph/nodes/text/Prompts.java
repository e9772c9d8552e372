package org.cinegraph.nodes.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.Parameters;

/// What an author says, and how it is to be read.
///
/// @param prompt what to show
/// @param negative what guidance leads away from; an empty one is not an absent one
/// @param second the prompt for the second of two text encoders
/// @param secondNegative the same of what guidance leads away from
/// @param skipped how many layers of a text model are left out at its end
record Prompts(
    String prompt,
    Optional<String> negative,
    Optional<String> second,
    Optional<String> secondNegative,
    int skipped) {
  static Prompts of(Parameters parameters) {
    return new Prompts(
        parameters.text("prompt"),
        parameters.textIfSet("negative"),
        parameters.textIfSet("prompt-2"),
        parameters.textIfSet("negative-2"),
        parameters.smallInteger("clip-skip"));
  }

  /// @param model its name
  /// @throws NodeFailure one of the second prompts is given
  void requireOne(String model) throws NodeFailure {
    List<String> given = new ArrayList<>();
    second.ifPresent(_ -> given.add("prompt-2"));
    secondNegative.ifPresent(_ -> given.add("negative-2"));
    if (!given.isEmpty()) {
      throw NodeFailure.user(
          "parameter-unsupported",
          "Parameter %s: model package %s has no second text encoder. Leave it out."
              .formatted(String.join(" and ", given), model));
    }
  }

  /// @param most layers that can be left out
  /// @throws NodeFailure more are
  void requireSkipped(String model, int most) throws NodeFailure {
    if (skipped > most) {
      throw NodeFailure.user(
          "clip-skip-out-of-range",
          "Parameter clip-skip: model package %s takes 0 to %d, found %d."
              .formatted(model, most, skipped));
    }
  }
}
