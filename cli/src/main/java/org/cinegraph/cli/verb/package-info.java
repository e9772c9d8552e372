/// The verbs that change something: runs, their nodes, workers. Each says what it changed.
@NullMarked
package org.cinegraph.cli.verb;

import org.jspecify.annotations.NullMarked;
