@NullMarked
package org.cinegraph.scheduler.connection;

import org.jspecify.annotations.NullMarked;
