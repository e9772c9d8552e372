package org.cinegraph.nodes.diffusion.refocus;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What `refocus-attention` asks of `sample-latents`.
///
/// @param modes that are on, and in which steps
/// @param energy what guiding makes smaller
/// @param factor how many pixels high and wide a place is in the layers that count
/// @param strength how far a step of guiding goes at most, in lengths of the sample
/// @param descents steps of guiding before a step of the solver
/// @param pull how far scores of words go towards regions
/// @param pullSelf how far scores between places do
/// @param words of the prompt
record RefocusPlan(
    List<Group> groups,
    Map<RefocusMode, StepRange> modes,
    Energy energy,
    int factor,
    double strength,
    int descents,
    double pull,
    double pullSelf,
    Words words) {
  RefocusPlan {
    groups = List.copyOf(groups);
    modes = Collections.unmodifiableMap(new EnumMap<>(modes));
    requireNonNull(energy, "energy is null");
    requireNonNull(words, "words is null");
  }

  /// Which tokens of a row are words.
  ///
  /// @param first token that is one
  /// @param end behind the last
  /// @param padded whether an end and padding stand behind, at which networks look too
  record Words(int first, int end, boolean padded) {}

  boolean does(RefocusMode mode, int step, int steps) {
    return Optional.ofNullable(modes.get(mode))
        .map(range -> range.contains(step, steps))
        .orElse(false);
  }
}
