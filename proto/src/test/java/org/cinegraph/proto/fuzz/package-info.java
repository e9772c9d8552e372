/// Random messages for the tests of the services.
@NullMarked
package org.cinegraph.proto.fuzz;

import org.jspecify.annotations.NullMarked;
