/// Model packages: which there are, that they are what they were, and what of them is in memory.
@NullMarked
package org.cinegraph.workers.model;

import org.jspecify.annotations.NullMarked;
