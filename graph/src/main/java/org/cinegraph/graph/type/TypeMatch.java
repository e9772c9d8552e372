package org.cinegraph.graph.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// What goes where. An int becomes a float; a choice goes where at least the same options are
/// allowed; everything that travels inline is json, and json goes where something inline is wanted:
/// what it holds is checked when it is known. Nothing else is converted.
public final class TypeMatch {
  private TypeMatch() {}

  /// Whether an edge may lead from a port of the one type to a port of the other.
  public static boolean accepts(PortType target, PortType source) {
    if (target instanceof PortType.Any
        || (target instanceof PortType.Json && source.isInline())
        || (source instanceof PortType.Json && (target.isInline() || isListOfAny(target)))) {
      return true;
    }
    if (target instanceof PortType.Float && source instanceof PortType.Int) {
      return true;
    }
    if (target instanceof PortType.Choice(List<String> wide)
        && source instanceof PortType.Choice(List<String> narrow)) {
      return wide.containsAll(narrow);
    }
    if (target instanceof PortType.ListOf(PortType to)
        && source instanceof PortType.ListOf(PortType from)) {
      return accepts(to, from);
    }
    return target.equals(source);
  }

  private static boolean isListOfAny(PortType target) {
    return target instanceof PortType.ListOf(PortType element)
        && (element instanceof PortType.Any || isListOfAny(element));
  }

  /// The literal as a value of the type; empty if it is none.
  public static Optional<Value> convert(PortType target, Value value) {
    return switch (target) {
      case PortType.Text() -> only(value instanceof Value.Text, value);
      case PortType.Model() -> only(ModelName.of(value).isPresent(), value);
      case PortType.Int() -> only(value instanceof Value.Int, value);
      case PortType.Float() -> asFloat(value);
      case PortType.Boolean() -> only(value instanceof Value.Bool, value);
      case PortType.Choice(List<String> options) ->
          only(value instanceof Value.Text(String text) && options.contains(text), value);
      case PortType.Json(), PortType.Any() -> Optional.of(value);
      case PortType.ListOf(PortType element) -> asItems(element, value);
      case PortType.Conditioning(),
          PortType.Latents(),
          PortType.Image(),
          PortType.Mask(),
          PortType.Video(),
          PortType.Audio(),
          PortType.Pose(),
          PortType.Planes() ->
          Optional.empty();
    };
  }

  /// The value as one of the type; empty if it is none. A list of scalars comes out as one inline
  /// list however it was put together, so that it has one digest.
  public static Optional<PortValue> convert(PortType target, PortValue value) {
    if (target instanceof PortType.Any) {
      return Optional.of(value);
    }
    return switch (value) {
      case PortValue.Inline(Value inline) -> convert(target, inline).map(PortValue.Inline::new);
      case PortValue.Artifact _ ->
          target.isInline() || target instanceof PortType.ListOf
              ? Optional.empty()
              : Optional.of(value);
      case PortValue.Many(List<PortValue> values) -> convertMany(target, values);
    };
  }

  private static Optional<PortValue> convertMany(PortType target, List<PortValue> values) {
    if (!(target instanceof PortType.ListOf(PortType element))) {
      return Optional.empty();
    }
    List<PortValue> converted = new ArrayList<>(values.size());
    values.forEach(item -> convert(element, item).ifPresent(converted::add));
    if (converted.size() < values.size()) {
      return Optional.empty();
    }
    if (!target.isInline()) {
      return Optional.of(new PortValue.Many(converted));
    }
    List<Value> items = new ArrayList<>(values.size());
    for (PortValue item : converted) {
      if (item instanceof PortValue.Inline(Value inline)) {
        items.add(inline);
      }
    }
    return Optional.of(new PortValue.Inline(new Value.Items(items)));
  }

  private static Optional<Value> asFloat(Value value) {
    return value instanceof Value.Int(long number)
        ? Optional.of(new Value.Float((double) number))
        : only(value instanceof Value.Float, value);
  }

  private static Optional<Value> asItems(PortType element, Value value) {
    if (!(value instanceof Value.Items(List<Value> items))) {
      return Optional.empty();
    }
    List<Value> converted = new ArrayList<>(items.size());
    items.forEach(item -> convert(element, item).ifPresent(converted::add));
    return converted.size() == items.size()
        ? Optional.of(new Value.Items(converted))
        : Optional.empty();
  }

  private static Optional<Value> only(boolean fits, Value value) {
    return fits ? Optional.of(value) : Optional.empty();
  }
}
