/// The `cinegraph` command: [Main] holds its verbs, the packages below what they do.
@NullMarked
package org.cinegraph.cli;

import org.jspecify.annotations.NullMarked;
