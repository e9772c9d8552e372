/// Tensors as plain Java values, for what runs without libtorch: solvers, noise, files.
@NullMarked
package org.cinegraph.nodes.tensor.array;

import org.jspecify.annotations.NullMarked;
