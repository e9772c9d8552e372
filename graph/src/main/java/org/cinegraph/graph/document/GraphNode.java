package org.cinegraph.graph.document;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// A node as written.
///
/// @param with what is given to its ports and parameters, in the author's order
/// @param loop absent: it is there once
/// @param when the boolean without which it is left out; absent: it is never left out
/// @param fallbacks what its outputs are when it is left out (`default` in the document); none: who
///   takes something from it is left out as well
/// @param position where the name stands
public record GraphNode(
    String name,
    NodeForm form,
    SequencedMap<String, Argument> with,
    Optional<Loop> loop,
    Optional<Expression> when,
    SequencedMap<String, Argument> fallbacks,
    Control control,
    Remarks remarks,
    Position position) {
  public GraphNode {
    requireNonNull(name, "name is null");
    requireNonNull(form, "form is null");
    with = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(with));
    requireNonNull(loop, "loop is null");
    requireNonNull(when, "when is null");
    fallbacks = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fallbacks));
    requireNonNull(control, "control is null");
    requireNonNull(remarks, "remarks is null");
    requireNonNull(position, "position is null");
  }

  /// The same node, given something else.
  public GraphNode withArguments(SequencedMap<String, Argument> given) {
    return new GraphNode(name, form, given, loop, when, fallbacks, control, remarks, position);
  }

  /// The same node without its loop.
  public GraphNode once() {
    return new GraphNode(
        name, form, with, Optional.empty(), when, fallbacks, control, remarks, position);
  }

  /// What an author says of a node to people. It is in no memo key.
  public record Remarks(Optional<String> title, Optional<String> notes) {
    public static final Remarks NONE = new Remarks(Optional.empty(), Optional.empty());
  }

  /// Everything that it takes a value from where it stands: not what nodes of a block take from
  /// each other.
  public Stream<Expression> takes() {
    Stream<Expression> given =
        Stream.of(with.values(), fallbacks.values())
            .flatMap(arguments -> arguments.stream().map(Argument::value));
    return Stream.of(
            given,
            loop.stream().map(Loop::over),
            when.stream(),
            switch (form) {
              case NodeForm.OfType _, NodeForm.OfGraph _, NodeForm.Block _, NodeForm.Approval _ ->
                  Stream.<Expression>empty();
              case NodeForm.Merge merge -> merge.candidates().stream();
            })
        .flatMap(expressions -> expressions);
  }
}
