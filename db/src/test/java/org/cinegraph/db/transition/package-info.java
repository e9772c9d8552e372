@NullMarked
package org.cinegraph.db.transition;

import org.jspecify.annotations.NullMarked;
