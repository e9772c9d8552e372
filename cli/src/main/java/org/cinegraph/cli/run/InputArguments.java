package org.cinegraph.cli.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.GraphInput;
import org.cinegraph.proto.v1.PortValue;

/// What `--set` gives to a run: `name=text`, `name=@file`, and `name=@@text` for a text that begins
/// with an @. A table is sent as the rows that are in it.
///
/// @param texts read by the server, by the types that the graph declares
/// @param uploads files of inputs that travel as artifacts
/// @param values what was known before as a value
public record InputArguments(
    SequencedMap<String, String> texts,
    SequencedMap<String, Path> uploads,
    SequencedMap<String, PortValue> values) {
  public InputArguments {
    texts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(texts));
    uploads = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(uploads));
    values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
  }

  /// These, and those of the values that are not given otherwise.
  InputArguments over(SequencedMap<String, PortValue> known) {
    SequencedMap<String, PortValue> rest = new LinkedHashMap<>(known);
    rest.keySet().removeIf(name -> texts.containsKey(name) || uploads.containsKey(name));
    return new InputArguments(texts, uploads, rest);
  }

  /// @throws Refusal an argument is no `name=value`, a name comes twice, a file is not there
  static InputArguments parse(List<String> arguments, Optional<GraphDocument> document) {
    SequencedMap<String, String> texts = new LinkedHashMap<>();
    SequencedMap<String, Path> uploads = new LinkedHashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals < 1) {
        throw Refusal.usage(
            "--set takes name=value or name=@file, found \"%s\"".formatted(argument));
      }
      String name = argument.substring(0, equals);
      if (texts.containsKey(name) || uploads.containsKey(name)) {
        throw Refusal.usage("Input %s is set twice".formatted(name));
      }
      String value = argument.substring(equals + 1);
      Optional<GraphInput> input = document.map(graph -> graph.inputs().get(name));
      if (value.startsWith("@@")) {
        texts.put(name, value.substring(1));
      } else if (!value.startsWith("@") || input.isEmpty()) {
        // Where the graph has no such input, the server says so: nothing need be read for that.
        texts.put(name, value);
      } else if (TableFile.isGivenTo(input.get().type(), value)) {
        texts.put(name, TableFile.read(name, input.get().type(), file(name, value.substring(1))));
      } else if (input.get().type().isInline()) {
        texts.put(name, content(name, file(name, value.substring(1))));
      } else {
        uploads.put(name, file(name, value.substring(1)));
      }
    }
    return new InputArguments(texts, uploads, new LinkedHashMap<>());
  }

  private static Path file(String name, String written) {
    Path file = Path.of(written);
    if (Files.isDirectory(file)) {
      throw Refusal.usage("Input %s: %s is a folder, not a file".formatted(name, written));
    }
    if (!Files.isReadable(file)) {
      throw Refusal.usage(
          "Input %s: there is no file %s that can be read".formatted(name, written));
    }
    return file;
  }

  private static String content(String name, Path file) {
    try {
      if (Files.size(file) > 4L * GraphLimits.TEXT_LENGTH) {
        throw Refusal.usage(
            "Input %s: %s is too large for a text: expected at most %d characters"
                .formatted(name, file, GraphLimits.TEXT_LENGTH));
      }
      return Files.readString(file, StandardCharsets.UTF_8).stripTrailing();
    } catch (IOException e) {
      throw Refusal.usage("Input %s: %s is not UTF-8 text".formatted(name, file));
    }
  }
}
