/// How a run looks while it goes on: what its events say ([RunProgress]), as lines
/// ([ProgressLines]), redrawn on a terminal or appended elsewhere.
@NullMarked
package org.cinegraph.cli.progress;

import org.jspecify.annotations.NullMarked;
