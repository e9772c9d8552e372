@NullMarked
package org.cinegraph.scheduler.dispatch;

import org.jspecify.annotations.NullMarked;
