@NullMarked
package org.cinegraph.scheduler.storage;

import org.jspecify.annotations.NullMarked;
