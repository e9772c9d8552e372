@NullMarked
package org.cinegraph.bench.chaos;

import org.jspecify.annotations.NullMarked;
