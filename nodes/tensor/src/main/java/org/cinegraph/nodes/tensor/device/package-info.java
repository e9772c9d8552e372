/// What this machine can compute on.
@NullMarked
package org.cinegraph.nodes.tensor.device;

import org.jspecify.annotations.NullMarked;
