package org.cinegraph.graph.check;

import java.util.Optional;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.type.TypeMatch;
import org.cinegraph.graph.value.UnreadableJsonException;
import org.cinegraph.graph.value.Value;

/// The one place where text from a command line, a form or a table becomes a value.
public final class InputText {
  private InputText() {}

  /// A text stands for itself, a model is named or composed as JSON, a list and json are written as
  /// JSON, the rest as in a graph.
  ///
  /// @return empty if the text is no value of the type; always for types that come as files
  public static Optional<Value> read(PortType type, String text) {
    return switch (type) {
      case PortType.Text(), PortType.Choice _ -> TypeMatch.convert(type, new Value.Text(text));
      case PortType.Model() ->
          json(text.strip())
              .filter(value -> value instanceof Value.Fields)
              .or(() -> Optional.of(new Value.Text(text)))
              .flatMap(value -> TypeMatch.convert(type, value));
      case PortType.Int(),
          PortType.Float(),
          PortType.Boolean(),
          PortType.Json(),
          PortType.ListOf _ ->
          json(text.strip()).flatMap(value -> TypeMatch.convert(type, value));
      case PortType.Conditioning(),
          PortType.Latents(),
          PortType.Image(),
          PortType.Mask(),
          PortType.Video(),
          PortType.Audio(),
          PortType.Pose(),
          PortType.Planes(),
          PortType.Any() ->
          Optional.empty();
    };
  }

  private static Optional<Value> json(String text) {
    try {
      return Optional.of(CanonicalJson.parse(text));
    } catch (UnreadableJsonException noJson) {
      return Optional.empty();
    }
  }
}
