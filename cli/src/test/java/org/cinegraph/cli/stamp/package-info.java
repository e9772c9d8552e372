/// Tests of the stamp.
@NullMarked
package org.cinegraph.cli.stamp;

import org.jspecify.annotations.NullMarked;
