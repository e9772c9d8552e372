/// Reads and writes the safetensors format; trusts nothing that a file says of itself.
@NullMarked
package org.cinegraph.nodes.tensor.safetensors;

import org.jspecify.annotations.NullMarked;
