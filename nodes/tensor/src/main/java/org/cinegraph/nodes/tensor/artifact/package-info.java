/// The artifacts that pass between networks: conditionings and latents.
@NullMarked
package org.cinegraph.nodes.tensor.artifact;

import org.jspecify.annotations.NullMarked;
