/// The node types of this process, named by what they declare and by their program.
@NullMarked
package org.cinegraph.workers.catalog;

import org.jspecify.annotations.NullMarked;
