/// Tests of the plain worker.
@NullMarked
package org.cinegraph.bench.plain;

import org.jspecify.annotations.NullMarked;
