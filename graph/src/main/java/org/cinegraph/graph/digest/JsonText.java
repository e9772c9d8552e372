package org.cinegraph.graph.digest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cinegraph.graph.value.UnreadableJsonException;
import org.cinegraph.graph.value.Value;

/// One reading of one JSON text.
final class JsonText {
  /// Deeper than any record of the project nests; keeps a hostile text from filling the stack.
  static final int DEPTH = 200;

  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private final String json;
  private int at;

  JsonText(String json) {
    this.json = json;
  }

  Value read() {
    Value value = value(0);
    skipSpace();
    if (at < json.length()) {
      throw wrong("the end of the text");
    }
    return value;
  }

  private Value value(int depth) {
    if (depth > DEPTH) {
      throw wrong("at most " + DEPTH + " levels");
    }
    skipSpace();
    return switch (peek()) {
      case '{' -> fields(depth);
      case '[' -> items(depth);
      case '"' -> new Value.Text(text());
      case 't' -> word("true", new Value.Bool(true));
      case 'f' -> word("false", new Value.Bool(false));
      case 'n' -> word("null", new Value.Nothing());
      default -> number();
    };
  }

  private Value fields(int depth) {
    SequencedMap<String, Value> fields = new LinkedHashMap<>();
    at++;
    if (taken('}')) {
      return new Value.Fields(fields);
    }
    do {
      skipSpace();
      if (peek() != '"') {
        throw wrong("a key in quotation marks");
      }
      String key = text();
      if (!taken(':')) {
        throw wrong("a colon");
      }
      if (fields.put(key, value(depth + 1)) != null) {
        throw wrong("each key once");
      }
    } while (taken(','));
    if (!taken('}')) {
      throw wrong("a comma or }");
    }
    return new Value.Fields(fields);
  }

  private Value items(int depth) {
    List<Value> items = new ArrayList<>();
    at++;
    if (taken(']')) {
      return new Value.Items(items);
    }
    do {
      items.add(value(depth + 1));
    } while (taken(','));
    if (!taken(']')) {
      throw wrong("a comma or ]");
    }
    return new Value.Items(items);
  }

  private Value number() {
    Matcher number = NUMBER.matcher(json).region(at, json.length());
    if (!number.lookingAt()) {
      throw wrong("a value");
    }
    try {
      Value value;
      if (number.group(1) == null && number.group(2) == null) {
        value = new Value.Int(Long.parseLong(number.group()));
      } else {
        value = new Value.Float(Double.parseDouble(number.group()));
      }
      at = number.end();
      return value;
    } catch (IllegalArgumentException outOfRange) {
      throw wrong("a number of 64 bits");
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    at++;
    while (peek() != '"') {
      char c = json.charAt(at++);
      if (c < ' ') {
        throw wrong("control characters to be escaped");
      }
      text.append(c == '\\' ? escaped() : c);
    }
    at++;
    return text.toString();
  }

  private char escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw wrong("a JSON escape");
    };
  }

  private char unicode() {
    int end = at + 4;
    if (end > json.length() || !json.substring(at, end).matches("[0-9a-fA-F]{4}")) {
      throw wrong("four hexadecimal digits");
    }
    char c = (char) Integer.parseInt(json, at, end, 16);
    at = end;
    return c;
  }

  private Value word(String word, Value value) {
    if (!json.startsWith(word, at)) {
      throw wrong("a value");
    }
    at += word.length();
    return value;
  }

  private boolean taken(char expected) {
    skipSpace();
    if (at < json.length() && json.charAt(at) == expected) {
      at++;
      return true;
    }
    return false;
  }

  private char peek() {
    if (at >= json.length()) {
      throw wrong("more text");
    }
    return json.charAt(at);
  }

  private void skipSpace() {
    while (at < json.length() && " \t\n\r".indexOf(json.charAt(at)) >= 0) {
      at++;
    }
  }

  private UnreadableJsonException wrong(String expected) {
    int line = (int) json.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    int character = at - json.lastIndexOf('\n', at - 1);
    return new UnreadableJsonException(
        "Not JSON at %scharacter %d: expected %s"
            .formatted(line > 1 ? "line " + line + ", " : "", character, expected));
  }
}
