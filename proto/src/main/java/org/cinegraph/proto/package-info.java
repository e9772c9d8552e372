/// What both sides of the wire need besides the generated messages: how a refused call says why.
@NullMarked
package org.cinegraph.proto;

import org.jspecify.annotations.NullMarked;
