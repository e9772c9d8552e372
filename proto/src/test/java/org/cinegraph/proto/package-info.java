/// Tests of the wire.
@NullMarked
package org.cinegraph.proto;

import org.jspecify.annotations.NullMarked;
