/// What a control plane tells Prometheus; docs/metrics.md lists it. Start with
/// [org.cinegraph.server.metrics.ControlMetrics].
@NullMarked
package org.cinegraph.server.metrics;

import org.jspecify.annotations.NullMarked;
