/// Noise schedules: from a model's `scheduler_config.json` to the time steps and noise levels of a
/// sampling, with the numbers of diffusers.
@NullMarked
package org.cinegraph.nodes.diffusion.schedule;

import org.jspecify.annotations.NullMarked;
