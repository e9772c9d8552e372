/// Graphs and their versions.
@NullMarked
package org.cinegraph.db.graph;

import org.jspecify.annotations.NullMarked;
