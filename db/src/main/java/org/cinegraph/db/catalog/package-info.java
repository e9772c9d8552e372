/// Node types and model packages that workers published.
@NullMarked
package org.cinegraph.db.catalog;

import org.jspecify.annotations.NullMarked;
