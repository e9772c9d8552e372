package org.cinegraph.graph.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.value.Value;

/// Reads what a node is. One of five keys says so.
///
/// @param kind that key
record ReadForm(String node, String kind, MappingReader reader, List<Problem> problems) {
  private static final Pattern TYPE =
      Pattern.compile("([a-z][a-z0-9-]{0,59})(?:@([1-9][0-9]{0,8}))?");

  /// Empty where none of the keys stands, or more than one.
  static Optional<ReadForm> of(
      String node, MappingReader reader, Position position, List<Problem> problems) {
    List<String> kinds = NodeKeys.kinds().stream().filter(reader.entries()::containsKey).toList();
    if (kinds.size() == 1) {
      return Optional.of(new ReadForm(node, kinds.getFirst(), reader, problems));
    }
    if (kinds.isEmpty()) {
      List<String> keys = new ArrayList<>(NodeKeys.kinds());
      keys.addAll(List.of("with", "outputs"));
      keys.addAll(NodeKeys.common());
      reader.allow(keys);
    }
    problems.add(
        kinds.isEmpty()
            ? Problem.at(
                    reader.mapping().position(), "missing-key", "Node " + node + " has no type")
                .of(node)
                .hint("add type: …, or one of graph, nodes, approve and merge")
            : Problem.at(position, "several-forms", "Node " + node + " is several things at once")
                .of(node)
                .butFound(
                    "one of " + String.join(", ", NodeKeys.kinds()), String.join(" and ", kinds)));
    return Optional.empty();
  }

  List<String> keys() {
    return NodeKeys.all(kind);
  }

  Optional<NodeForm> read() {
    Optional<Tree> tree = reader.require(kind);
    return switch (kind) {
      case "type" -> tree.flatMap(this::type);
      case "graph" -> tree.flatMap(this::graph);
      case "nodes" -> tree.map(_ -> new NodeForm.Block(block()));
      case "approve" -> tree.flatMap(it -> new ReadApproval(node, reader, problems).read(it));
      default -> tree.flatMap(this::merge);
    };
  }

  private Optional<NodeForm> type(Tree tree) {
    if (!(tree instanceof Tree.Scalar(Value.Text(String written), Position position))) {
      MappingReader.wrongKind("type of node " + node, "a node type", tree, problems);
      return Optional.empty();
    }
    Matcher matcher = TYPE.matcher(written);
    if (!matcher.matches()) {
      problems.add(
          Problem.at(position, "bad-type", "Node " + node + " has no readable type")
              .of(node)
              .butFound("type or type@version", MappingReader.brief(written)));
      return Optional.empty();
    }
    Optional<Integer> version = Optional.ofNullable(matcher.group(2)).map(Integer::valueOf);
    return Optional.of(new NodeForm.OfType(matcher.group(1), version, position));
  }

  private Optional<NodeForm> graph(Tree tree) {
    return reader
        .text("graph", tree)
        .map(written -> new NodeForm.OfGraph(written, tree.position()));
  }

  private GraphBody block() {
    return new ReadBody("node " + node, reader, problems).read();
  }

  private Optional<NodeForm> merge(Tree tree) {
    if (!(tree instanceof Tree.Sequence(List<Tree> items, Position position, long _))) {
      MappingReader.wrongKind("merge of node " + node, "a list of references", tree, problems);
      return Optional.empty();
    }
    if (items.size() < 2) {
      problems.add(
          Problem.at(position, "merge-of-one", "Node " + node + " merges nothing")
              .of(node)
              .butFound("at least two references", Integer.toString(items.size())));
    }
    ReadExpression read = new ReadExpression("merge of node " + node, problems);
    return Optional.of(new NodeForm.Merge(items.stream().map(read::read).toList(), position));
  }
}
