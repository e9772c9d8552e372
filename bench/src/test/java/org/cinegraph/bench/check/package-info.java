/// Tests of the check.
@NullMarked
package org.cinegraph.bench.check;

import org.jspecify.annotations.NullMarked;
