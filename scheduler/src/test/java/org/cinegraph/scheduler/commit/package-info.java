@NullMarked
package org.cinegraph.scheduler.commit;

import org.jspecify.annotations.NullMarked;
