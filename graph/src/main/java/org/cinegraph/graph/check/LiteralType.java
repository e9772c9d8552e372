package org.cinegraph.graph.check;

import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.type.TypeMatch;
import org.cinegraph.graph.value.Value;

/// What type a literal has where nothing says what is wanted.
final class LiteralType {
  private LiteralType() {}

  static PortType of(Value value) {
    return switch (value) {
      case Value.Text _ -> new PortType.Text();
      case Value.Int _ -> new PortType.Int();
      case Value.Float _ -> new PortType.Float();
      case Value.Bool _ -> new PortType.Boolean();
      case Value.Nothing _, Value.Fields _ -> new PortType.Json();
      case Value.Items(List<Value> items) ->
          new PortType.ListOf(
              common(items.stream().map(LiteralType::of).toList()).orElse(new PortType.Json()));
    };
  }

  /// The narrowest type that takes all of them; empty if there is none.
  static Optional<PortType> common(List<PortType> types) {
    if (types.isEmpty()) {
      return Optional.of(new PortType.Json());
    }
    return types.stream()
        .filter(wide -> !(wide instanceof PortType.Json))
        .filter(wide -> types.stream().allMatch(type -> isAsWide(wide, type)))
        .findFirst()
        .or(() ->
            types.stream().allMatch(PortType::isInline)
                ? Optional.of(new PortType.Json())
                : Optional.empty());
  }

  private static boolean isAsWide(PortType wide, PortType type) {
    return !(type instanceof PortType.Json) && TypeMatch.accepts(wide, type);
  }
}
