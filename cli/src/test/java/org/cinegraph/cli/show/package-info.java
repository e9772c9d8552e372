/// Tests of org.cinegraph.cli.show.
@NullMarked
package org.cinegraph.cli.show;

import org.jspecify.annotations.NullMarked;
