package org.cinegraph.workers.model;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelPart;
import org.cinegraph.nodes.tensor.safetensors.ElementType;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsHeader;
import org.cinegraph.nodes.tensor.safetensors.TensorEntry;

/// What the headers of a part's weights say; a part without weights has no parameters.
///
/// @param name with a colon and the variant where one has to be named
/// @param parameters by the type that they are kept in
record PartFacts(String name, String className, SortedMap<ElementType, Long> parameters) {
  private static final int FLOAT_BYTES = 4;
  private static final int HALF_BYTES = 2;

  static PartFacts of(ModelPart part) throws NodeFailure, IOException {
    SortedMap<ElementType, Long> parameters = new TreeMap<>();
    if (part.isNetwork()) {
      for (SafetensorsHeader header : part.weights().headers().values()) {
        for (TensorEntry tensor : header.tensors().values()) {
          parameters.merge(tensor.type(), tensor.shape().elements(), Long::sum);
        }
      }
    }
    String name = part.form().variant().map(it -> part.name() + ":" + it).orElse(part.name());
    return new PartFacts(name, part.className(), parameters);
  }

  private long inAll() {
    return parameters.values().stream().mapToLong(Long::longValue).sum();
  }

  FieldWriter json() {
    return new FieldWriter()
        .text("name", name)
        .text("class", className)
        .integer("parameters", inAll())
        .list("types", List.copyOf(parameters.keySet()), type -> new Value.Text(type.name()))
        .integer("bytesF32", inAll() * FLOAT_BYTES)
        .integer("bytesF16", inAll() * HALF_BYTES);
  }

  /// One line a part; the memory that its weights take as 32 and as 16 bits.
  static String table(List<PartFacts> parts) {
    String head = line("PART", "CLASS", "PARAMETERS", "KEPT AS", "F32", "F16/BF16");
    return head + parts.stream().map(PartFacts::line).collect(joining());
  }

  private String line() {
    if (parameters.isEmpty()) {
      return line(name, className, "", "", "", "");
    }
    String types = parameters.keySet().stream().map(Enum::name).collect(joining("+"));
    long all = inAll();
    return line(
        name,
        className,
        String.format(Locale.ROOT, "%,d", all),
        types,
        megabytes(all * FLOAT_BYTES),
        megabytes(all * HALF_BYTES));
  }

  private static String line(String... cells) {
    return String.format("%n%-20s %-28s %15s  %-8s %10s %10s", (Object[]) cells).stripTrailing();
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
  }
}
