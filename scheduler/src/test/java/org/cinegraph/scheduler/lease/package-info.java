@NullMarked
package org.cinegraph.scheduler.lease;

import org.jspecify.annotations.NullMarked;
