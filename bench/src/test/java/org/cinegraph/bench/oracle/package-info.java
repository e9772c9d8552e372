/// The other side of a comparison, without Python.
@NullMarked
package org.cinegraph.bench.oracle;

import org.jspecify.annotations.NullMarked;
