package org.cinegraph.graph.type;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// The closed set of what can flow along an edge. A new kind of data is a new variant here, and the
/// compiler then names every place that has to know it.
///
/// Scalars travel inline, everything else as a reference to an artifact. The only silent conversion
/// is from int to float.
public sealed interface PortType {
  record Text() implements PortType {}

  record Int() implements PortType {}

  record Float() implements PortType {}

  record Boolean() implements PortType {}

  /// One of the named options, written as text.
  record Choice(List<String> options) implements PortType {
    public Choice {
      options = List.copyOf(options);
    }
  }

  record Json() implements PortType {}

  record Conditioning() implements PortType {}

  record Latents() implements PortType {}

  record Image() implements PortType {}

  record Mask() implements PortType {}

  record Video() implements PortType {}

  record Audio() implements PortType {}

  record Pose() implements PortType {}

  record Planes() implements PortType {}

  /// The name of a model package; its digest takes the name's place in memo keys.
  record Model() implements PortType {}

  /// Whatever there is. Only the node types of the language itself take it; what they make of it
  /// has a type again.
  record Any() implements PortType {}

  record ListOf(PortType element) implements PortType {
    public ListOf {
      requireNonNull(element, "element is null");
    }
  }

  /// How the type is written in graphs and messages.
  default String written() {
    return switch (this) {
      case Text() -> "text";
      case Int() -> "int";
      case Float() -> "float";
      case Boolean() -> "boolean";
      case Choice(List<String> options) -> "choice<" + String.join("|", options) + ">";
      case Json() -> "json";
      case Conditioning() -> "conditioning";
      case Latents() -> "latents";
      case Image() -> "image";
      case Mask() -> "mask";
      case Video() -> "video";
      case Audio() -> "audio";
      case Pose() -> "pose";
      case Planes() -> "planes";
      case Model() -> "model";
      case Any() -> "any";
      case ListOf(PortType element) -> "list<" + element.written() + ">";
    };
  }

  /// Whether values of this type travel inline, as JSON, rather than as an artifact.
  default boolean isInline() {
    return switch (this) {
      case Text(), Int(), Float(), Boolean(), Json(), Model() -> true;
      case Choice(List<String> _) -> true;
      case Conditioning(), Latents(), Image(), Mask(), Video(), Audio(), Pose(), Planes(), Any() ->
          false;
      case ListOf(PortType element) -> element.isInline();
    };
  }
}
