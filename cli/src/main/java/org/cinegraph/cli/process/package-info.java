/// The verbs that deal with processes (`serve`, `worker`, `temporal`, `doctor`), and the way to a
/// control plane that starts what is missing.
@NullMarked
package org.cinegraph.cli.process;

import org.jspecify.annotations.NullMarked;
