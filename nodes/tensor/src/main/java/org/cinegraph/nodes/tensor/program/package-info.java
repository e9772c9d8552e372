/// Networks as TorchScript text, their weights and the engine that runs them: the one place that
/// knows DJL.
@NullMarked
package org.cinegraph.nodes.tensor.program;

import org.jspecify.annotations.NullMarked;
