@NullMarked
package org.cinegraph.workflows.server;

import org.jspecify.annotations.NullMarked;
