/// The loop that leads: wakes, looks at the queue, decides, grants, sends, and gives up on what is
/// lost. Start at [LeaderLoop].
@NullMarked
package org.cinegraph.scheduler.dispatch;

import org.jspecify.annotations.NullMarked;
