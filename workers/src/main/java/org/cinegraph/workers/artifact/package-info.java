/// Bytes between this worker and the store, with a cache by digest.
@NullMarked
package org.cinegraph.workers.artifact;

import org.jspecify.annotations.NullMarked;
