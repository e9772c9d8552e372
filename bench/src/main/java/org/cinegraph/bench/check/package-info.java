/// Does a movie of the model package `toybox` show what its prompt says, and does its sound fit the
/// picture? Judged from decoded frames and samples alone, by rules that know no network. Start with
/// [org.cinegraph.bench.check.CheckMovie].
@NullMarked
package org.cinegraph.bench.check;

import org.jspecify.annotations.NullMarked;
