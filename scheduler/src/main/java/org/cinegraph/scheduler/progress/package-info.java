/// What is known, in memory alone, of works while they wait and while they run. Start at
/// [ProgressBoard] and [WaitReasons].
@NullMarked
package org.cinegraph.scheduler.progress;

import org.jspecify.annotations.NullMarked;
