package org.cinegraph.db.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.cinegraph.graph.digest.Digest;

/// A file in the store's directory.
///
/// @param digest of the artifact that it is; absent: it is on its way in, or was set aside
/// @param written when its bytes were last written
public record StoredFile(Path path, Optional<Digest> digest, long bytes, Instant written) {}
