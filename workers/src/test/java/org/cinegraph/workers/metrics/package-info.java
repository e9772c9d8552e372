@NullMarked
package org.cinegraph.workers.metrics;

import org.jspecify.annotations.NullMarked;
