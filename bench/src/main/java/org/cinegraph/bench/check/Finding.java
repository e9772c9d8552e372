package org.cinegraph.bench.check;

import java.util.List;
import java.util.Optional;

/// What a movie shows and sounds like. An attribute is empty where it is none of the known ones.
///
/// @param impacts when the thing is seen to hit the floor, in seconds; of bouncing things alone
/// @param onsets when sounds are heard to set on, in seconds
/// @param hertz the strongest pitch
public record Finding(
    Optional<Colour> colour,
    Optional<Shape> shape,
    Optional<Motion> motion,
    Optional<Floor> floor,
    List<Double> impacts,
    List<Double> onsets,
    double hertz) {
  public Finding {
    impacts = List.copyOf(impacts);
    onsets = List.copyOf(onsets);
  }

  public boolean shows(Scene wanted) {
    return colour.equals(Optional.of(wanted.colour()))
        && shape.equals(Optional.of(wanted.shape()))
        && motion.equals(Optional.of(wanted.motion()))
        && floor.equals(Optional.of(wanted.floor()));
  }

  /// Whether the pitch is nearer to that of the wanted thing than to those of the two others.
  public boolean soundsLike(Scene wanted) {
    return wanted.motion().shapeThatSounds(hertz) == wanted.shape();
  }
}
