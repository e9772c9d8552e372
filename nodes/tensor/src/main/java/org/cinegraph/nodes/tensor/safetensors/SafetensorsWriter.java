package org.cinegraph.nodes.tensor.safetensors;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.nodes.tensor.array.FloatTensor;

/// Writes tensors of 32-bit floats: conditionings and latents on their way between nodes.
///
/// The same tensors always give the same bytes: they are sorted by name, the header is written in
/// one way and padded with blanks to a multiple of eight.
public final class SafetensorsWriter {
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_.-]+");
  private static final int ALIGNMENT = 8;

  private SafetensorsWriter() {}

  public static void write(Path file, SortedMap<String, FloatTensor> tensors) throws IOException {
    write(file, tensors, new TreeMap<>());
  }

  /// @param metadata texts that stand in the header
  public static void write(
      Path file, SortedMap<String, FloatTensor> tensors, SortedMap<String, String> metadata)
      throws IOException {
    byte[] header = header(tensors, metadata).getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(littleEndian(Long.BYTES).putLong(header.length).array());
      out.write(header);
      for (FloatTensor tensor : tensors.values()) {
        ByteBuffer data = littleEndian(Math.multiplyExact(tensor.values().length, Float.BYTES));
        data.asFloatBuffer().put(tensor.values());
        out.write(data.array());
      }
    }
  }

  private static String header(
      SortedMap<String, FloatTensor> tensors, SortedMap<String, String> metadata) {
    StringBuilder json = new StringBuilder("{");
    if (!metadata.isEmpty()) {
      json.append("\"__metadata__\":").append(texts(metadata));
    }
    long offset = 0;
    for (Map.Entry<String, FloatTensor> tensor : tensors.entrySet()) {
      if (!PLAIN_NAME.matcher(tensor.getKey()).matches()) {
        throw new IllegalArgumentException("Not a plain tensor name: " + tensor.getKey());
      }
      long end = offset + (long) tensor.getValue().values().length * Float.BYTES;
      json.append(json.length() > 1 ? "," : "")
          .append("\"%s\":{\"dtype\":\"F32\",\"shape\":".formatted(tensor.getKey()))
          .append(tensor.getValue().shape().sizes().toString().replace(" ", ""))
          .append(",\"data_offsets\":[%d,%d]}".formatted(offset, end));
      offset = end;
    }
    json.append('}');
    while (json.toString().getBytes(StandardCharsets.UTF_8).length % ALIGNMENT != 0) {
      json.append(' ');
    }
    return json.toString();
  }

  private static String texts(SortedMap<String, String> metadata) {
    FieldWriter fields = new FieldWriter();
    metadata.forEach(fields::text);
    return CanonicalJson.write(fields.fields());
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
