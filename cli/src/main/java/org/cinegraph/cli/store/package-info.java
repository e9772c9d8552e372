/// `cinegraph store`: whether the artifact store is sound, and what of it can go. The files belong
/// to the control plane, so both are calls.
@NullMarked
package org.cinegraph.cli.store;

import org.jspecify.annotations.NullMarked;
