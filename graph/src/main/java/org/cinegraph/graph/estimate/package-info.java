/// What a run would cost before it is one. Start at {@link
/// org.cinegraph.graph.estimate.EstimatePlan}.
@NullMarked
package org.cinegraph.graph.estimate;

import org.jspecify.annotations.NullMarked;
