@NullMarked
package org.cinegraph.scheduler.placement;

import org.jspecify.annotations.NullMarked;
