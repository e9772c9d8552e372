/// One attempt at one work: inputs, executor, steps, checkpoints, outputs, failure.
@NullMarked
package org.cinegraph.workers.attempt;

import org.jspecify.annotations.NullMarked;
