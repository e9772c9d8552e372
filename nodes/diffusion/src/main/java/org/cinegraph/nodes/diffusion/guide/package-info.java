/// Classifier-free guidance: how two answers of a network become one.
@NullMarked
package org.cinegraph.nodes.diffusion.guide;

import org.jspecify.annotations.NullMarked;
