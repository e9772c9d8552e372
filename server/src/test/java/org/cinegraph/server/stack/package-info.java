@NullMarked
package org.cinegraph.server.stack;

import org.jspecify.annotations.NullMarked;
