/// The node types of the language itself: pure functions of values, which the control plane
/// computes without a worker. Start at {@link org.cinegraph.graph.value.function.ValueFunction}.
@NullMarked
package org.cinegraph.graph.value.function;

import org.jspecify.annotations.NullMarked;
