/// Tests of org.cinegraph.cli.progress.
@NullMarked
package org.cinegraph.cli.progress;

import org.jspecify.annotations.NullMarked;
