package org.cinegraph.bench.check;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a prompt asks for.
public record Scene(Colour colour, Shape shape, Motion motion, Floor floor) {
  public static final int COMBINATIONS = 288;

  private static final List<String> BOUNCE = List.of("bounces", "bouncing");
  private static final List<String> GROW = List.of("grows", "bigger");

  public Scene {
    requireNonNull(colour, "colour is null");
    requireNonNull(shape, "shape is null");
    requireNonNull(motion, "motion is null");
    requireNonNull(floor, "floor is null");
  }

  /// The scene of a number from 0 to [#COMBINATIONS] - 1.
  public static Scene ofCombination(int number) {
    return new Scene(
        Colour.values()[number / 48],
        Shape.values()[number / 16 % 3],
        Motion.values()[number / 4 % 4],
        Floor.values()[number % 4]);
  }

  public int combination() {
    return 48 * colour.ordinal() + 16 * shape.ordinal() + 4 * motion.ordinal() + floor.ordinal();
  }

  /// Whether the package was trained without ever seeing this scene.
  public boolean heldOut() {
    int sum = colour.ordinal() + 2 * shape.ordinal() + 3 * motion.ordinal() + 5 * floor.ordinal();
    return sum % 12 == 0;
  }

  /// Reads a prompt of the package's own language: `a red ball bounces on a green floor`, in either
  /// order.
  ///
  /// @return empty where the prompt does not name all four
  public static Optional<Scene> ofPrompt(String prompt) {
    List<String> words = List.of(prompt.toLowerCase(Locale.ROOT).split("[^a-z]+"));
    Optional<Shape> shape =
        Arrays.stream(Shape.values()).filter(each -> words.contains(name(each))).findFirst();
    Optional<Motion> motion =
        Arrays.stream(Motion.values()).filter(each -> says(words, each)).findFirst();
    int floorWord = words.indexOf("floor");
    if (shape.isEmpty() || motion.isEmpty() || floorWord < 1) {
      return Optional.empty();
    }
    int thingWord = words.indexOf(name(shape.get()));
    if (thingWord < 1) {
      return Optional.empty();
    }
    Optional<Colour> colour = named(Colour.values(), words.get(thingWord - 1));
    Optional<Floor> floor = named(Floor.values(), words.get(floorWord - 1));
    return colour.flatMap(c -> floor.map(f -> new Scene(c, shape.get(), motion.get(), f)));
  }

  static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static boolean says(List<String> words, Motion motion) {
    return switch (motion) {
      case BOUNCE -> BOUNCE.stream().anyMatch(words::contains);
      case LEFT -> words.contains("left");
      case RIGHT -> words.contains("right");
      case GROW -> GROW.stream().anyMatch(words::contains);
    };
  }

  private static <E extends Enum<E>> Optional<E> named(E[] values, String word) {
    return Arrays.stream(values).filter(value -> name(value).equals(word)).findFirst();
  }
}
