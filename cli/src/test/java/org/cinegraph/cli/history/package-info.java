@NullMarked
package org.cinegraph.cli.history;

import org.jspecify.annotations.NullMarked;
