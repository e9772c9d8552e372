/// How prompts are put right before they are encoded, where a model was trained on such. Start with
/// [org.cinegraph.nodes.text.clean.WanPrompt].
@NullMarked
package org.cinegraph.nodes.text.clean;

import org.jspecify.annotations.NullMarked;
