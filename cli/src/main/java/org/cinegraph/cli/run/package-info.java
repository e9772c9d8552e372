/// From a graph file to files of output: submit, follow, deliver.
@NullMarked
package org.cinegraph.cli.run;

import org.jspecify.annotations.NullMarked;
