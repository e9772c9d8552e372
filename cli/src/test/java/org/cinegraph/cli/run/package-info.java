/// Tests of org.cinegraph.cli.run.
@NullMarked
package org.cinegraph.cli.run;

import org.jspecify.annotations.NullMarked;
