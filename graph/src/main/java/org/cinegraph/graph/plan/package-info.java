/// What a run of a graph will compute: integer ids, edges, segments, memo keys, demands. Start at
/// {@link org.cinegraph.graph.plan.PlanGraph}.
@NullMarked
package org.cinegraph.graph.plan;

import org.jspecify.annotations.NullMarked;
