/// What changed its state, told once it is committed: to the log, to metrics. Start with
/// [org.cinegraph.db.transition.Transition].
@NullMarked
package org.cinegraph.db.transition;

import org.jspecify.annotations.NullMarked;
