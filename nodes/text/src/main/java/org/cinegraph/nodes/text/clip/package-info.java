/// The text encoders of Stable Diffusion: CLIP's tokenizer and text model, as transformers has
/// them.
@NullMarked
package org.cinegraph.nodes.text.clip;

import org.jspecify.annotations.NullMarked;
