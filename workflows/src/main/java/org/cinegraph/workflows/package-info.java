/// The interpreter: workflow code that drives the nodes of a run through Temporal, and the
/// activities that it needs. Everything here is deterministic; what changes the order of commands
/// needs a new [org.cinegraph.workflows.Interpreter#VERSION]. Start with
/// [org.cinegraph.workflows.SegmentWorkflowV1].
@NullMarked
package org.cinegraph.workflows;

import org.jspecify.annotations.NullMarked;
