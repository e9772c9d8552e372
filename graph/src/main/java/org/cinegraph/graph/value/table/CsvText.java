package org.cinegraph.graph.value.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Takes a text of comma-separated values (RFC 4180) apart, record by record. Lines end with LF or
/// CRLF; a field in quotation marks may hold commas, line ends, and quotation marks written twice.
final class CsvText {
  private final String text;
  private int at;
  private int line = 1;

  CsvText(String text) {
    this.text = text;
  }

  /// @param wasQuoted such a field is a text, whatever it looks like
  record Field(String text, boolean wasQuoted) {}

  /// @param line where it begins, counted from 1
  record Line(int line, List<Field> fields) {
    boolean isBlank() {
      return fields.size() == 1
          && fields.getFirst().text().isEmpty()
          && !fields.getFirst().wasQuoted();
    }
  }

  /// The next record; empty at the end of the text.
  Optional<Line> next() {
    if (at >= text.length()) {
      return Optional.empty();
    }
    int begin = line;
    List<Field> fields = new ArrayList<>();
    do {
      fields.add(is('"') ? quoted() : plain());
    } while (taken(','));
    if (at < text.length() && !endOfLine()) {
      throw wrong(line, "Expected a comma or the end of the line after a quoted field");
    }
    return Optional.of(new Line(begin, fields));
  }

  private Field plain() {
    int begin = at;
    while (at < text.length() && !is(',') && !isEndOfLine()) {
      if (is('"')) {
        throw wrong(
            line,
            "A quotation mark within a field: put the whole field into quotation marks and write"
                + " the mark twice");
      }
      at++;
    }
    return new Field(text.substring(begin, at), false);
  }

  private Field quoted() {
    int begin = line;
    StringBuilder field = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"' && !taken('"')) {
        return new Field(field.toString(), true);
      }
      line += c == '\n' ? 1 : 0;
      field.append(c);
    }
    throw wrong(begin, "A quotation mark opens here and is never closed");
  }

  private boolean endOfLine() {
    if (!isEndOfLine()) {
      return false;
    }
    at += is('\r') ? 2 : 1;
    line++;
    return true;
  }

  private boolean isEndOfLine() {
    return is('\n') || text.startsWith("\r\n", at);
  }

  private boolean taken(char c) {
    boolean taken = is(c);
    at += taken ? 1 : 0;
    return taken;
  }

  private boolean is(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private static UnreadableTableException wrong(int line, String message) {
    return new UnreadableTableException(line, message);
  }
}
