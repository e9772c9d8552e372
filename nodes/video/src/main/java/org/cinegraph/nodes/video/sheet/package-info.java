/// The node type `contact-sheet`: many pictures side by side in one.
@NullMarked
package org.cinegraph.nodes.video.sheet;

import org.jspecify.annotations.NullMarked;
