package org.cinegraph.graph.estimate;

/// What becomes of a node of a run that is not one yet.
public enum Fate {
  /// Its result is remembered.
  HIT,
  /// A worker computes it.
  COMPUTED,
  /// Another node of the run has the same memo key: one computation serves both.
  SHARED,
  /// Its memo key is not known before the nodes that it depends on have ended.
  DEPENDS,
  /// The control plane settles it: a value, a merge, a list.
  SETTLED,
  /// A person is asked.
  ASKED,
  /// It waits for a list, behind which there are more nodes.
  LISTED
}
