/// Attention that keeps phrases to their regions: the objective that CosmicMan (arXiv 2404.01294)
/// trains with, brought to sampling.
@NullMarked
package org.cinegraph.nodes.diffusion.refocus;

import org.jspecify.annotations.NullMarked;
