/// What a bench is and what it answers with: figures, their spread, their goals. Start at
/// [org.cinegraph.bench.measure.Bench]; a ratio is measured with
/// [org.cinegraph.bench.measure.AlternatingPairs].
@NullMarked
package org.cinegraph.bench.measure;

import org.jspecify.annotations.NullMarked;
