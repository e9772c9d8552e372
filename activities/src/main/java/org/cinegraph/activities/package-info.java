/// All that speaks to Temporal apart from the interpreter itself: planning, intake, the telling of
/// ended nodes, adoption of runs whose workflow is gone. Start with
/// [org.cinegraph.activities.NodeIntake].
@NullMarked
package org.cinegraph.activities;

import org.jspecify.annotations.NullMarked;
