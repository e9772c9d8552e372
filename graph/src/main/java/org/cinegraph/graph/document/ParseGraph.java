package org.cinegraph.graph.document;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.check.Problems;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads a graph, in YAML or JSON, into a typed document. All mistakes that can be seen without a
/// catalog are found in one go; only where the text is no YAML does the first one end the reading.
public final class ParseGraph {
  private ParseGraph() {}

  /// @param source any bytes at all
  /// @param fileName for messages
  public static ParsedGraph parse(byte[] source, String fileName) {
    SourceText source8 = SourceText.decode(source, fileName);
    if (source8.text().isEmpty()) {
      return new ParsedGraph(Optional.empty(), source8.problems());
    }
    List<Problem> problems = new ArrayList<>();
    Optional<Tree> tree = tree(source8.text().get(), fileName, problems);
    Optional<GraphDocument> document = tree.flatMap(root -> new ReadGraph(problems).read(root));
    return new ParsedGraph(document, Problems.sorted(problems, List.of()));
  }

  private static Optional<Tree> tree(String text, String file, List<Problem> problems) {
    LoadSettings settings = settings(text);
    try {
      Iterator<Event> events = new Parse(settings).parseString(text).iterator();
      return only(events, file, problems);
    } catch (MarkedYamlEngineException broken) {
      problems.add(notYaml(broken, file));
    } catch (TooDeepException reported) {
      return Optional.empty();
    } catch (YamlEngineException broken) {
      problems.add(
          Problem.at(
              start(file),
              "not-yaml",
              "The document is neither YAML nor JSON: " + broken.getMessage()));
    } catch (NumberFormatException cut) {
      // The parser reads the digits of an escape without looking whether the text goes on.
      problems.add(
          Problem.at(
                  end(text, file),
                  "not-yaml",
                  "The document is neither YAML nor JSON: it ends within an escape")
              .butFound("hexadecimal digits, such as \\u00e9", "the end"));
    }
    return Optional.empty();
  }

  private static Position end(String text, String file) {
    int lastLine = text.lastIndexOf('\n') + 1;
    int line = (int) text.chars().filter(c -> c == '\n').count() + 1;
    return new Position(file, line, text.codePointCount(lastLine, text.length()) + 1, "");
  }

  /// The parser's window grows by one buffer at a time, copying itself: with a buffer smaller than
  /// the text, one line of 16 MiB takes a minute.
  private static LoadSettings settings(String text) {
    return LoadSettings.builder()
        .setCodePointLimit(GraphLimits.DOCUMENT_BYTES + 1)
        .setBufferSize(Math.max(1024, text.length() + 1))
        .build();
  }

  /// The tree of the stream's one document.
  private static Optional<Tree> only(Iterator<Event> events, String file, List<Problem> problems) {
    Optional<Tree> tree = Optional.empty();
    Event event = events.next();
    while (!(event instanceof StreamEndEvent)) {
      if (event instanceof DocumentStartEvent start) {
        if (tree.isPresent()) {
          problems.add(
              Problem.at(
                      place(start.getStartMark(), file),
                      "several-documents",
                      "A file holds one graph")
                  .butFound("one document", "a second one")
                  .hint("remove the line --- or put the second graph into a file of its own"));
          return tree;
        }
        tree = Optional.of(new ComposeTree(events, file, problems).compose(events.next()));
        skipTo(events);
      }
      event = events.next();
    }
    if (tree.isEmpty()) {
      problems.add(empty(file));
    }
    return tree;
  }

  private static void skipTo(Iterator<Event> events) {
    while (!(events.next() instanceof DocumentEndEvent)) {
      // A value is followed by the end of its document and nothing else.
    }
  }

  static Problem empty(String file) {
    return Problem.at(start(file), "empty", "The document is empty")
        .butFound("a graph", "nothing")
        .hint("begin with a line such as: graph: my-graph");
  }

  private static Problem notYaml(MarkedYamlEngineException broken, String file) {
    Position position = place(broken.getProblemMark().or(broken::getContextMark), file);
    String problem = broken.getProblem() == null ? "" : ": " + broken.getProblem();
    String context = broken.getContext() == null ? "" : " (" + broken.getContext() + ")";
    return Problem.at(
        position, "not-yaml", "The document is neither YAML nor JSON" + problem + context);
  }

  private static Position place(Optional<Mark> mark, String file) {
    return mark.map(at -> new Position(file, at.getLine() + 1, at.getColumn() + 1, ""))
        .orElseGet(() -> start(file));
  }

  private static Position start(String file) {
    return new Position(file, 1, 1, "");
  }
}
