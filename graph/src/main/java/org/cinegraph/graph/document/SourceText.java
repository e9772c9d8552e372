package org.cinegraph.graph.document;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.check.Problem;

/// The bytes of a document as text, unless they are no text.
///
/// @param text present if there are no problems
record SourceText(Optional<String> text, List<Problem> problems) {
  static SourceText decode(byte[] source, String file) {
    if (source.length > GraphLimits.DOCUMENT_BYTES) {
      return refused(
          Problem.at(start(file), "too-large", "The document is too large")
              .butFound(
                  "at most " + GraphLimits.DOCUMENT_BYTES + " bytes", source.length + " bytes"));
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer bytes = ByteBuffer.wrap(source);
    CharBuffer chars = CharBuffer.allocate(source.length + 1);
    CoderResult result = decoder.decode(bytes, chars, true);
    String text = withoutMark(chars.flip().toString());
    if (result.isError()) {
      return refused(
          Problem.at(end(file, text), "not-utf-8", "The document is not UTF-8")
              .butFound("UTF-8", "byte 0x%02x".formatted(source[bytes.position()]))
              .hint("save the file as UTF-8"));
    }
    OptionalInt control = firstControl(text);
    if (control.isPresent()) {
      int at = control.getAsInt();
      return refused(
          Problem.at(
                  end(file, text.substring(0, at)),
                  "control-character",
                  "A document has no control characters")
              .butFound("text", "U+%04X".formatted((int) text.charAt(at)))
              .hint(
                  "write it as an escape in quotation marks: \"\\u%04x\""
                      .formatted((int) text.charAt(at))));
    }
    return new SourceText(Optional.of(text), List.of());
  }

  private static SourceText refused(Problem problem) {
    return new SourceText(Optional.empty(), List.of(problem));
  }

  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static OptionalInt firstControl(String text) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      boolean allowed = c == '\t' || c == '\n' || c == '\r';
      if ((c < ' ' && !allowed) || (c >= 0x7F && c < 0xA0) || c >= 0xFFFE) {
        return OptionalInt.of(at);
      }
    }
    return OptionalInt.empty();
  }

  private static Position start(String file) {
    return new Position(file, 1, 1, "");
  }

  /// The place just behind the text.
  private static Position end(String file, String before) {
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    String last = before.substring(before.lastIndexOf('\n') + 1);
    return new Position(file, line, last.codePointCount(0, last.length()) + 1, "");
  }
}
