@NullMarked
package org.cinegraph.scheduler;

import org.jspecify.annotations.NullMarked;
