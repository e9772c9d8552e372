/// The control-plane process. Start with [org.cinegraph.server.ControlPlane].
@NullMarked
package org.cinegraph.server;

import org.jspecify.annotations.NullMarked;
