/// Packages that are nearly those of models, read by everything that reads packages.
@NullMarked
package org.cinegraph.nodes.diffusion.fuzz;

import org.jspecify.annotations.NullMarked;
