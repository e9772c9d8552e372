@NullMarked
package org.cinegraph.db.verb;

import org.jspecify.annotations.NullMarked;
