/// The stream to a control plane and the leases that outlive it. Owns the words held, over, answer.
@NullMarked
package org.cinegraph.workers.stream;

import org.jspecify.annotations.NullMarked;
