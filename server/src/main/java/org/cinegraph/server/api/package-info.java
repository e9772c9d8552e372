/// The control service: what people and programs do with graphs and runs. Every call passes
/// [Authenticate]; [ControlApi] hands it to the class of its family. Start there.
@NullMarked
package org.cinegraph.server.api;

import org.jspecify.annotations.NullMarked;
