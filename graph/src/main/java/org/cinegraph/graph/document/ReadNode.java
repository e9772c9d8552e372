package org.cinegraph.graph.document;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.value.Value;

/// Reads one node of the document.
final class ReadNode {
  private static final List<String> KEYS = List.of("type", "with", "retry", "timeout", "priority");
  private static final Pattern TYPE =
      Pattern.compile("([a-z][a-z0-9-]{0,59})(?:@([1-9][0-9]{0,8}))?");

  private final String name;
  private final List<Problem> problems;

  ReadNode(String name, List<Problem> problems) {
    this.name = name;
    this.problems = problems;
  }

  /// Empty where the node has no type.
  Optional<GraphNode> read(Tree.Entry entry) {
    Optional<MappingReader> found = MappingReader.of("node " + name, entry.value(), problems);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    MappingReader reader = found.get();
    reader.allow(KEYS);
    Optional<Tree> typeTree = reader.require("type");
    Optional<Matcher> type = typeTree.flatMap(this::type);
    SequencedMap<String, Argument> with = new LinkedHashMap<>();
    reader.find("with").ifPresent(tree -> arguments(tree, with));
    GraphNode.Control control = control(reader);
    return type.map(written ->
        new GraphNode(
            name,
            written.group(1),
            Optional.ofNullable(written.group(2)).map(Integer::valueOf),
            with,
            control,
            entry.namePosition(),
            typeTree.get().position()));
  }

  private Optional<Matcher> type(Tree tree) {
    if (!(tree instanceof Tree.Scalar(Value.Text(String written), Position position))) {
      MappingReader.wrongKind("type of node " + name, "a node type", tree, problems);
      return Optional.empty();
    }
    Matcher matcher = TYPE.matcher(written);
    if (!matcher.matches()) {
      problems.add(
          Problem.at(position, "bad-type", "Node " + name + " has no readable type")
              .of(name)
              .butFound("type or type@version", MappingReader.brief(written)));
      return Optional.empty();
    }
    return Optional.of(matcher);
  }

  private void arguments(Tree tree, SequencedMap<String, Argument> with) {
    MappingReader.of("with of node " + name, tree, problems)
        .ifPresent(reader -> {
          reader.atMost(GraphLimits.ARGUMENTS, "arguments of node " + name);
          reader.entries().forEach((key, entry) -> with.put(key, argument(key, entry)));
        });
  }

  private Argument argument(String key, Tree.Entry entry) {
    Position position = entry.value().position();
    if (entry.value() instanceof Tree.Scalar(Value.Text(String text), Position _)
        && text.startsWith("$")
        && !text.startsWith("$$")) {
      return link(key, text, entry.namePosition(), position);
    }
    Optional<Value> value =
        new ReadValue(key + " of node " + name, problems).literal(entry.value());
    return value.isPresent()
        ? new Argument.Literal(value.get(), entry.namePosition(), position)
        : new Argument.Unreadable(entry.namePosition(), position);
  }

  private Argument link(String key, String text, Position namePosition, Position position) {
    Optional<Reference> reference = Reference.find(text);
    if (reference.isPresent()) {
      return new Argument.Link(reference.get(), namePosition, position);
    }
    problems.add(
        Problem.at(position, "bad-reference", key + " of node " + name + " is no reference")
            .of(name, key)
            .butFound("$input or $node.port", MappingReader.brief(text))
            .hint("write $$ for a text that begins with a dollar"));
    return new Argument.Unreadable(namePosition, position);
  }

  private GraphNode.Control control(MappingReader reader) {
    Optional<Integer> retry =
        reader.find("retry").flatMap(tree -> reader.number("retry", tree, 1, GraphLimits.RETRY));
    Optional<Duration> timeout = reader.find("timeout").flatMap(this::timeout);
    int most = GraphLimits.PRIORITY;
    int priority =
        reader
            .find("priority")
            .flatMap(tree -> reader.number("priority", tree, -most, most))
            .orElse(0);
    return new GraphNode.Control(retry, timeout, priority);
  }

  private Optional<Duration> timeout(Tree tree) {
    Optional<Duration> timeout =
        tree instanceof Tree.Scalar(Value.Text(String text), Position _)
            ? DurationText.find(text)
            : Optional.empty();
    boolean usable =
        timeout.isPresent()
            && timeout.get().isPositive()
            && timeout.get().compareTo(GraphLimits.TIMEOUT) <= 0;
    if (usable) {
      return timeout;
    }
    if (!(tree instanceof Tree.Unreadable)) {
      String found =
          tree instanceof Tree.Scalar(Value.Text(String text), Position _)
              ? MappingReader.brief(text)
              : tree.kind();
      problems.add(
          Problem.at(tree.position(), "bad-timeout", "Timeout of node " + name + " is unusable")
              .of(name)
              .butFound(
                  "a time such as 90s, 10m or 1h30m, at most "
                      + GraphLimits.TIMEOUT.toDays()
                      + " days",
                  found));
    }
    return Optional.empty();
  }
}
