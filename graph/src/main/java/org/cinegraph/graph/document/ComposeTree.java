package org.cinegraph.graph.document;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.value.Value;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;

/// Builds the tree of one YAML document from the parser's events. It works on events, not on the
/// library's own objects, because those lose places and let a later key win over an earlier one.
final class ComposeTree {
  private static final String CORE = "tag:yaml.org,2002:";

  private final Iterator<Event> events;
  private final String file;
  private final List<Problem> problems;
  private final Map<String, Tree> anchors = new TreeMap<>();
  private int aliases;
  private boolean bombReported;

  ComposeTree(Iterator<Event> events, String file, List<Problem> problems) {
    this.events = events;
    this.file = file;
    this.problems = problems;
  }

  /// @param first the event that the value begins with
  Tree compose(Event first) {
    return compose(first, "", 1);
  }

  private Tree compose(Event event, String pointer, int depth) {
    Position position = position(event, pointer);
    if (event instanceof AliasEvent alias) {
      return followed(alias, position);
    }
    if (depth > GraphLimits.DEPTH && !(event instanceof ScalarEvent)) {
      throw tooDeep(position);
    }
    NodeEvent node = (NodeEvent) event;
    Tree tree =
        switch (node) {
          case ScalarEvent scalar -> scalar(scalar, position);
          case SequenceStartEvent start -> sequence(start, position, depth);
          case MappingStartEvent start -> mapping(start, position, depth);
          default -> throw new IllegalStateException("No value begins with " + event);
        };
    node.getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), tree));
    return tree;
  }

  private Tree scalar(ScalarEvent scalar, Position position) {
    String tag = scalar.getTag().orElse("");
    String text = scalar.getValue();
    boolean quoted = !scalar.isPlain() || tag.equals("!") || tag.equals(CORE + "str");
    if (!tag.isEmpty() && !tag.equals("!") && !tag.equals(CORE + "str")) {
      return tagged(tag, position);
    }
    if (quoted) {
      return new Tree.Scalar(new Value.Text(text), position);
    }
    try {
      return new Tree.Scalar(ReadScalar.read(text), position);
    } catch (IllegalArgumentException notOfSixtyFourBits) {
      problems.add(
          Problem.at(position, "unusable-number", "A number cannot be held")
              .butFound("a finite number of 64 bits", text));
      return new Tree.Unreadable(position);
    }
  }

  private Tree sequence(SequenceStartEvent start, Position position, int depth) {
    start.getTag().filter(tag -> !tag.equals(CORE + "seq")).ifPresent(tag -> tagged(tag, position));
    List<Tree> items = new ArrayList<>();
    long weight = 1;
    Event event = events.next();
    while (!(event instanceof SequenceEndEvent)) {
      Tree item = compose(event, position.pointer() + "/" + items.size(), depth + 1);
      weight = grown(weight, item, position);
      items.add(item);
      event = events.next();
    }
    return weight > GraphLimits.VALUES
        ? new Tree.Unreadable(position)
        : new Tree.Sequence(items, position, weight);
  }

  private Tree mapping(MappingStartEvent start, Position position, int depth) {
    start.getTag().filter(tag -> !tag.equals(CORE + "map")).ifPresent(tag -> tagged(tag, position));
    SequencedMap<String, Tree.Entry> entries = new LinkedHashMap<>();
    long weight = 1;
    Event event = events.next();
    while (!(event instanceof MappingEndEvent)) {
      Optional<String> key = key(event, position.pointer(), depth);
      String pointer = Position.field(position.pointer(), key.orElse(""));
      Position namePosition = position(event, pointer);
      Tree value = compose(events.next(), pointer, depth + 1);
      weight = grown(weight, value, position);
      key.ifPresent(name -> putOnce(entries, name, new Tree.Entry(namePosition, value)));
      event = events.next();
    }
    return weight > GraphLimits.VALUES
        ? new Tree.Unreadable(position)
        : new Tree.Mapping(entries, position, weight);
  }

  private Optional<String> key(Event event, String pointer, int depth) {
    if (event instanceof ScalarEvent scalar) {
      scalar
          .getAnchor()
          .ifPresent(
              anchor -> anchors.put(anchor.getValue(), scalar(scalar, position(scalar, pointer))));
      return Optional.of(scalar.getValue());
    }
    Tree key = compose(event, pointer, depth + 1);
    problems.add(
        Problem.at(position(event, pointer), "wrong-kind", "A key must be a plain name")
            .butFound("a text", key.kind()));
    return Optional.empty();
  }

  private void putOnce(SequencedMap<String, Tree.Entry> entries, String key, Tree.Entry entry) {
    Tree.Entry first = entries.putIfAbsent(key, entry);
    if (first != null) {
      int line = first.namePosition().line();
      problems.add(
          Problem.at(entry.namePosition(), "duplicate-key", "Key " + key + " stands here again")
              .butFound("each key once", "the first one in line " + line)
              .hint("remove one of the two"));
    }
  }

  private Tree followed(AliasEvent alias, Position position) {
    aliases++;
    if (aliases == GraphLimits.ALIASES + 1) {
      problems.add(
          Problem.at(position, "too-many-aliases", "The document has too many YAML aliases")
              .butFound("at most " + GraphLimits.ALIASES, "one more"));
    }
    String name = alias.getAlias().getValue();
    Tree target = anchors.get(name);
    if (aliases > GraphLimits.ALIASES) {
      return new Tree.Unreadable(position);
    }
    if (target == null) {
      problems.add(
          Problem.at(position, "unknown-alias", "Nothing above is named &" + name)
              .butFound("an anchor that ends before this place", "*" + name));
      return new Tree.Unreadable(position);
    }
    return switch (target) {
      case Tree.Scalar(Value value, Position _) -> new Tree.Scalar(value, position);
      case Tree.Sequence(List<Tree> items, Position _, long weight) ->
          new Tree.Sequence(items, position, weight);
      case Tree.Mapping(SequencedMap<String, Tree.Entry> entries, Position _, long weight) ->
          new Tree.Mapping(entries, position, weight);
      case Tree.Unreadable _ -> new Tree.Unreadable(position);
    };
  }

  private long grown(long weight, Tree part, Position position) {
    long grown = weight + part.weight();
    if (grown > GraphLimits.VALUES && !bombReported) {
      bombReported = true;
      problems.add(
          Problem.at(position, "too-many-values", "The document means too many values")
              .butFound("at most " + GraphLimits.VALUES + " values, aliases followed", "more")
              .hint("YAML aliases of aliases multiply: write less or split the graph"));
    }
    return grown;
  }

  private TooDeepException tooDeep(Position position) {
    problems.add(
        Problem.at(position, "too-deep", "The document is nested too deeply")
            .butFound("at most " + GraphLimits.DEPTH + " levels", "one more"));
    return new TooDeepException();
  }

  private Tree tagged(String tag, Position position) {
    problems.add(
        Problem.at(position, "tag", "YAML tags are not part of the graph language")
            .butFound("a plain value", tag));
    return new Tree.Unreadable(position);
  }

  private Position position(Event event, String pointer) {
    return event
        .getStartMark()
        .map(mark -> new Position(file, mark.getLine() + 1, mark.getColumn() + 1, pointer))
        .orElseThrow(() -> new IllegalStateException("The parser was told to keep places"));
  }
}
