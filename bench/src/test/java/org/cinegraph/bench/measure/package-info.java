/// Tests of how is measured.
@NullMarked
package org.cinegraph.bench.measure;

import org.jspecify.annotations.NullMarked;
