/// Random numbers equal to those of torch's CPU generator, bit for bit.
@NullMarked
package org.cinegraph.nodes.tensor.noise;

import org.jspecify.annotations.NullMarked;
