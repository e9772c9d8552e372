package org.cinegraph.nodes.text.unigram;

/// A number for a network.
///
/// @param text of the prompt that it stands for, after normalisation; none for what was added
record Token(int number, String text) {}
