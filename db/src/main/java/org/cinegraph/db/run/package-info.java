/// Runs, their nodes, their events and what Temporal has to be told.
@NullMarked
package org.cinegraph.db.run;

import org.jspecify.annotations.NullMarked;
