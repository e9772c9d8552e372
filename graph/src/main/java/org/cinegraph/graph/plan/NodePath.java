package org.cinegraph.graph.plan;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The path of a node in a run, `shots[3]/video`, read as what it is in: the loop `shots`, its item
/// `shots[3]`. A long list of nodes is folded by it.
///
/// @param name as a planned node has it, or that of something that holds nodes
public record NodePath(String name) {
  public NodePath {
    requireNonNull(name, "name is null");
  }

  /// Whether the language itself put the node there, for a value, a list or a lane: its author
  /// wrote no such node. Names of authors have no dot.
  public boolean isInternal() {
    return name.indexOf('.') >= 0;
  }

  /// What the node is in and what it belongs to itself, the outermost first: `shots`, `shots[3]`,
  /// `shots[3]/video`. A node of the language itself belongs to the one behind whose name it is.
  public List<String> folds() {
    int end = isInternal() ? name.indexOf('.') : name.length();
    List<String> folds = new ArrayList<>();
    for (int at = 1; at < end; at++) {
      if (name.charAt(at) == '[' || name.charAt(at) == '/') {
        folds.add(name.substring(0, at));
      }
    }
    folds.add(name.substring(0, end));
    return folds;
  }

  /// How many levels are around what is in it; 1 for a node of the document.
  public int depth() {
    return folds().size();
  }

  /// The line that it belongs to where what is in `parent` is listed.
  ///
  /// @param parent empty: the document
  /// @return empty: it is not in it
  public Optional<String> lineIn(String parent) {
    List<String> folds = folds();
    int depth = parent.isEmpty() ? 0 : folds.indexOf(parent) + 1;
    boolean isIn = parent.isEmpty() || depth > 0;
    return isIn && depth < folds.size() ? Optional.of(folds.get(depth)) : Optional.empty();
  }
}
