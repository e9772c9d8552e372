package org.cinegraph.nodes.sdk;

import java.io.IOException;
import org.cinegraph.graph.declaration.NodeDeclaration;

/// A kind of node: its declaration and its executor, one class, found by the worker through
/// `java.util.ServiceLoader`.
///
/// The engine promises that [#run] sees the same inputs and parameters again after a crash, at
/// least once, on this or another worker. The node type promises that its outputs are a function of
/// inputs, parameters, model packages and program alone: it keeps no state between runs, reads no
/// clock, no environment and no network, and has no effect outside its outputs.
///
/// Instances are shared: `run` is called from several threads at once.
public interface NodeType {
  NodeDeclaration declaration();

  /// Computes the outputs and hands each to [NodeContext#output].
  ///
  /// @throws NodeFailure what went wrong, in the words for the author of the graph
  /// @throws IOException reading or writing local files failed; counts as external
  /// @throws InterruptedException the lease is over: leave at once
  void run(NodeContext context) throws NodeFailure, IOException, InterruptedException;
}
