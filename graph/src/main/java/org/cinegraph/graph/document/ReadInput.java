package org.cinegraph.graph.document;

import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.type.PortTypes;
import org.cinegraph.graph.value.Value;

/// Reads one input of the graph.
record ReadInput(String name, List<Problem> problems) {
  private static final List<String> KEYS = List.of("type", "default", "text", "range");

  Optional<GraphInput> read(Tree.Entry entry) {
    Optional<MappingReader> found = MappingReader.of("input " + name, entry.value(), problems);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    MappingReader reader = found.get();
    reader.allow(KEYS);
    Optional<PortType> type = reader.require("type").flatMap(this::type);
    Optional<GraphInput.Fallback> fallback = reader.find("default").flatMap(this::fallback);
    Optional<String> text = reader.find("text").flatMap(tree -> reader.text("text", tree));
    Optional<Parameter.Range> range = reader.find("range").flatMap(tree -> range(type, tree));
    return type.map(it -> new GraphInput(name, it, fallback, range, text, entry.namePosition()));
  }

  private Optional<PortType> type(Tree tree) {
    if (!(tree instanceof Tree.Scalar(Value.Text(String written), Position position))) {
      MappingReader.wrongKind("type of input " + name, "a port type", tree, problems);
      return Optional.empty();
    }
    Optional<PortType> type = PortTypes.find(written);
    if (type.isEmpty()) {
      problems.add(
          Problem.at(position, "bad-type", "Input " + name + " has an unknown type")
              .butFound("one of " + String.join(", ", PortTypes.names()), written));
    }
    return type;
  }

  private Optional<GraphInput.Fallback> fallback(Tree tree) {
    return new ReadExpression("default of input " + name, problems)
        .literal(tree)
        .map(value -> new GraphInput.Fallback(value, tree.position()));
  }

  private Optional<Parameter.Range> range(Optional<PortType> type, Tree tree) {
    Optional<List<Double>> bounds = bounds(tree);
    if (bounds.isEmpty() || bounds.get().getFirst() > bounds.get().getLast()) {
      problems.add(
          Problem.at(tree.position(), "bad-range", "The range of input " + name + " is unusable")
              .butFound("two numbers, the smaller one first, such as [1, 50]", tree.kind()));
      return Optional.empty();
    }
    boolean hasRange =
        type.isEmpty()
            || type.get() instanceof PortType.Int
            || type.get() instanceof PortType.Float;
    if (!hasRange) {
      problems.add(
          Problem.at(tree.position(), "bad-range", "Input " + name + " cannot have a range")
              .butFound("an int or a float", type.get().written()));
    }
    return Optional.of(new Parameter.Range(bounds.get().getFirst(), bounds.get().getLast()));
  }

  private static Optional<List<Double>> bounds(Tree tree) {
    if (!(tree instanceof Tree.Sequence(List<Tree> items, Position _, long _))
        || items.size() != 2) {
      return Optional.empty();
    }
    List<Double> numbers = items.stream().flatMap(item -> number(item).stream()).toList();
    return numbers.size() == 2 ? Optional.of(numbers) : Optional.empty();
  }

  private static Optional<Double> number(Tree tree) {
    return switch (tree) {
      case Tree.Scalar(Value.Int(long number), Position _) -> Optional.of((double) number);
      case Tree.Scalar(Value.Float(double number), Position _) -> Optional.of(number);
      case Tree.Scalar _, Tree.Sequence _, Tree.Mapping _, Tree.Unreadable _ -> Optional.empty();
    };
  }
}
