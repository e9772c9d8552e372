@NullMarked
package org.cinegraph.cli.process;

import org.jspecify.annotations.NullMarked;
