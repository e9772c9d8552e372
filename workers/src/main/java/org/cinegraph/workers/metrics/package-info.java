/// What a worker tells Prometheus; docs/metrics.md lists it.
@NullMarked
package org.cinegraph.workers.metrics;

import org.jspecify.annotations.NullMarked;
