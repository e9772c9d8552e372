@NullMarked
package org.cinegraph.server.metrics;

import org.jspecify.annotations.NullMarked;
