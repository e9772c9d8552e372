/// Solvers of diffusion and flow models in plain Java: what the network said becomes the next
/// sample, in 32-bit floats, one rounding an operation, in the order of diffusers. Between two
/// calls of the network all that a solver knows is a [SolverState].
@NullMarked
package org.cinegraph.nodes.diffusion.solver;

import org.jspecify.annotations.NullMarked;
