/// Works, leases, and what workers report.
@NullMarked
package org.cinegraph.db.work;

import org.jspecify.annotations.NullMarked;
