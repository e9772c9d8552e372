package org.cinegraph.graph.digest;

import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.cinegraph.graph.value.UnreadableJsonException;
import org.cinegraph.graph.value.Value;

/// JSON text with one spelling per value, so that equal values have equal digests: keys sorted by
/// UTF-16 unit, no white space, shortest numbers, only the escapes that JSON or YAML demands (the
/// text is a YAML document as well). A float always has a point or an exponent, so what was written
/// is read back as the same value.
public final class CanonicalJson {
  private CanonicalJson() {}

  public static String write(Value value) {
    StringBuilder out = new StringBuilder();
    append(out, value);
    return out.toString();
  }

  /// Reads one JSON text, strictly: no duplicate keys, comments, infinities or trailing text. White
  /// space and any order of keys are allowed.
  ///
  /// @throws UnreadableJsonException with the offset of what is wrong
  public static Value parse(String json) {
    return new JsonText(json).read();
  }

  public static Digest digest(Value value) {
    return Digest.of(write(value));
  }

  private static void append(StringBuilder out, Value value) {
    switch (value) {
      case Value.Nothing() -> out.append("null");
      case Value.Text(String text) -> appendText(out, text);
      case Value.Int(long number) -> out.append(number);
      case Value.Float(double number) -> appendFloat(out, number);
      case Value.Bool(boolean flag) -> out.append(flag);
      case Value.Items(List<Value> items) -> appendItems(out, items);
      case Value.Fields(SequencedMap<String, Value> fields) -> appendFields(out, fields);
    }
  }

  private static void appendItems(StringBuilder out, List<Value> items) {
    char separator = '[';
    for (Value item : items) {
      out.append(separator);
      append(out, item);
      separator = ',';
    }
    out.append(items.isEmpty() ? "[]" : "]");
  }

  private static void appendFields(StringBuilder out, SequencedMap<String, Value> fields) {
    char separator = '{';
    for (var field : new TreeMap<>(fields).entrySet()) {
      out.append(separator);
      appendText(out, field.getKey());
      out.append(':');
      append(out, field.getValue());
      separator = ',';
    }
    out.append(fields.isEmpty() ? "{}" : "}");
  }

  /// Java's own spelling is the shortest that reads back as the same double; only its exponent is
  /// longer than JSON's.
  private static void appendFloat(StringBuilder out, double number) {
    String java = Double.toString(number);
    int exponent = java.indexOf('E');
    if (exponent < 0) {
      out.append(java);
      return;
    }
    String mantissa = java.substring(0, exponent);
    out.append(mantissa.endsWith(".0") ? mantissa.substring(0, exponent - 2) : mantissa);
    out.append('e').append(java, exponent + 1, java.length());
  }

  private static void appendText(StringBuilder out, String text) {
    out.append('"');
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < ' ' || isUnprintable(c) || isLoneSurrogate(text, at)) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /// Characters that YAML allows as escapes only, or takes for the end of a line.
  private static boolean isUnprintable(char c) {
    return (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF || c >= 0xFFFE;
  }

  /// Half a surrogate pair has no UTF-8 form: written raw, different texts would share a digest.
  private static boolean isLoneSurrogate(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }
}
