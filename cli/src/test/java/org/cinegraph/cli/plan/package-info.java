@NullMarked
package org.cinegraph.cli.plan;

import org.jspecify.annotations.NullMarked;
