/// Unigram tokenizers, as SentencePiece trains them: a text is normalised, blanks become a visible
/// mark, and it is cut into the most probable pieces. Read from `tokenizer.json` or `spiece.model`.
/// Start with [org.cinegraph.nodes.text.unigram.UnigramTokenizer].
@NullMarked
package org.cinegraph.nodes.text.unigram;

import org.jspecify.annotations.NullMarked;
