/// What delivery adds to an output file: which graph and which inputs it came from. Depends on
/// nothing else.
@NullMarked
package org.cinegraph.cli.stamp;

import org.jspecify.annotations.NullMarked;
