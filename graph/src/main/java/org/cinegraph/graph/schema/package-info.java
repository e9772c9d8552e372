/// The language as a JSON Schema, with which editors complete and check graphs. Start at {@link
/// org.cinegraph.graph.schema.GraphSchema}.
@NullMarked
package org.cinegraph.graph.schema;

import org.jspecify.annotations.NullMarked;
