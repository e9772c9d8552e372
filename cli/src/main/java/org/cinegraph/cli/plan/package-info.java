/// What a run would do and cost, for people and for scripts. Start at {@link
/// org.cinegraph.cli.plan.PlanText}.
@NullMarked
package org.cinegraph.cli.plan;

import org.jspecify.annotations.NullMarked;
