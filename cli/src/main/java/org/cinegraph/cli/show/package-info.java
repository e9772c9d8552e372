/// Verbs that look at what a control plane knows, and the few that tell it to change something:
/// runs, graphs, node types, models, logs.
@NullMarked
package org.cinegraph.cli.show;

import org.jspecify.annotations.NullMarked;
