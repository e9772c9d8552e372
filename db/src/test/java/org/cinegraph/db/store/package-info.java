@NullMarked
package org.cinegraph.db.store;

import org.jspecify.annotations.NullMarked;
