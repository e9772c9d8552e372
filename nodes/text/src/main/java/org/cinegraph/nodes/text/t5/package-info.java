/// T5's encoder and its kin: the networks, and the tokenizers that belong to them. Start with
/// [org.cinegraph.nodes.text.t5.T5TextEncoder].
@NullMarked
package org.cinegraph.nodes.text.t5;

import org.jspecify.annotations.NullMarked;
