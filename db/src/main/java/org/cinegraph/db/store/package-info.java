/// Artifacts as files: content-addressed bytes in a directory. Knows no tenant and no table: who
/// may know of which bytes is decided by whoever asks. Start at [ArtifactStore].
@NullMarked
package org.cinegraph.db.store;

import org.jspecify.annotations.NullMarked;
