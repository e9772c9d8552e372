/// Files of model packages that are nearly what they should be.
@NullMarked
package org.cinegraph.nodes.tensor.fuzz;

import org.jspecify.annotations.NullMarked;
