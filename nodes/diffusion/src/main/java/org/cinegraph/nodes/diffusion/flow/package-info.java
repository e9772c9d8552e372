/// Flow matching in plain Java: grids of times and solvers.
@NullMarked
package org.cinegraph.nodes.diffusion.flow;

import org.jspecify.annotations.NullMarked;
