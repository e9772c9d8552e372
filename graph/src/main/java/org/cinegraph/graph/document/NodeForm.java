package org.cinegraph.graph.document;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a node is.
public sealed interface NodeForm {
  /// A use of a node type, of a worker or of the language itself.
  ///
  /// @param version the version that the author pinned with `type@version`
  /// @param position where the type stands
  record OfType(String type, Optional<Integer> version, Position position) implements NodeForm {
    public OfType {
      requireNonNull(type, "type is null");
      requireNonNull(version, "version is null");
      requireNonNull(position, "position is null");
    }

    /// The type as the author wrote it.
    public String written() {
      return type + version.map(pinned -> "@" + pinned).orElse("");
    }
  }

  /// Another graph.
  ///
  /// @param graph the name under which it is imported
  record OfGraph(String graph, Position position) implements NodeForm {
    public OfGraph {
      requireNonNull(graph, "graph is null");
      requireNonNull(position, "position is null");
    }
  }

  /// Nodes of its own.
  record Block(GraphBody body) implements NodeForm {
    public Block {
      requireNonNull(body, "body is null");
    }
  }

  /// A person's judgement. What it is given goes on under the same names when it is accepted.
  ///
  /// @param question what the person is asked
  /// @param edit names of what is given that the person may change
  /// @param timeout how long it waits; absent: for ever
  /// @param acceptedAtTimeout what happens then
  record Approval(
      String question,
      List<String> edit,
      Optional<Duration> timeout,
      boolean acceptedAtTimeout,
      Position position)
      implements NodeForm {
    public Approval {
      requireNonNull(question, "question is null");
      edit = List.copyOf(edit);
      requireNonNull(timeout, "timeout is null");
      requireNonNull(position, "position is null");
    }
  }

  /// The first of several values whose node was not left out.
  record Merge(List<Expression> candidates, Position position) implements NodeForm {
    /// Its one port.
    public static final String PORT = "value";

    public Merge {
      candidates = List.copyOf(candidates);
      requireNonNull(position, "position is null");
    }
  }
}
