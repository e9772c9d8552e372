/// Tests of the benches' command.
@NullMarked
package org.cinegraph.bench;

import org.jspecify.annotations.NullMarked;
