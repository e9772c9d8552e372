/// Group commit of what workers report. Start at [Committer].
@NullMarked
package org.cinegraph.scheduler.commit;

import org.jspecify.annotations.NullMarked;
