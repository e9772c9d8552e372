/// CosmicMan's view of a dense description of a person (arXiv 2404.01294): groups of attributes,
/// each of which belongs to a region of the picture.
@NullMarked
package org.cinegraph.nodes.text.caption;

import org.jspecify.annotations.NullMarked;
