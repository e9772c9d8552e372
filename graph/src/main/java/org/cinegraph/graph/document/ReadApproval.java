package org.cinegraph.graph.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.check.Problem;

/// Reads a node that waits for a person.
record ReadApproval(String node, MappingReader reader, List<Problem> problems) {
  private static final List<String> ANSWERS = List.of("accept", "reject");

  Optional<NodeForm> read(Tree question) {
    List<String> edit = reader.find("edit").map(this::names).orElse(List.of());
    Optional<Tree> timeout = reader.find("timeout");
    Optional<Tree> otherwise = reader.find("otherwise");
    boolean accepted = otherwise.map(this::isAccepted).orElse(false);
    if (timeout.isEmpty() != otherwise.isEmpty()) {
      problems.add(
          Problem.at(
                  timeout.or(() -> otherwise).orElseThrow().position(),
                  "half-timeout",
                  "Node %s has %s"
                      .formatted(
                          node,
                          timeout.isEmpty()
                              ? "otherwise, but no timeout"
                              : "a timeout, but no otherwise"))
              .of(node)
              .hint("say both: timeout: 8h and otherwise: accept or reject"));
    }
    return reader
        .text("approve", question)
        .filter(text -> asks(text, question))
        .map(text ->
            new NodeForm.Approval(
                text,
                edit,
                timeout.flatMap(tree -> DurationText.read(node, tree, problems)),
                accepted,
                question.position()));
  }

  private boolean asks(String text, Tree question) {
    if (text.isBlank()) {
      problems.add(
          Problem.at(question.position(), "no-question", "Node " + node + " asks nothing")
              .of(node)
              .butFound("what a person is to judge", "nothing")
              .hint("write a sentence, such as approve: Is this what we want to render?"));
    }
    return !text.isBlank();
  }

  private List<String> names(Tree tree) {
    List<String> names = new ArrayList<>();
    if (tree instanceof Tree.Sequence(List<Tree> items, Position _, long _)) {
      items.forEach(item -> reader.text("edit", item).ifPresent(names::add));
    } else {
      MappingReader.wrongKind("edit of node " + node, "a list of names", tree, problems);
    }
    return names;
  }

  private boolean isAccepted(Tree tree) {
    return reader.choice("otherwise", tree, ANSWERS).filter("accept"::equals).isPresent();
  }
}
