/// Tables that people have in files, as lists of values. Start at {@link
/// org.cinegraph.graph.value.table.ReadCsv}.
@NullMarked
package org.cinegraph.graph.value.table;

import org.jspecify.annotations.NullMarked;
