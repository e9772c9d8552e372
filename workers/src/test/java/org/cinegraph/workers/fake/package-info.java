/// The other end of the wire, by hand, and node types for tests.
@NullMarked
package org.cinegraph.workers.fake;

import org.jspecify.annotations.NullMarked;
