/// Video between nodes: a manifest of losslessly coded chunks, written and read one chunk at a
/// time, so that memory does not grow with length. Start with
/// [org.cinegraph.nodes.video.chunk.ChunkWriter] and [org.cinegraph.nodes.video.chunk.ChunkReader].
@NullMarked
package org.cinegraph.nodes.video.chunk;

import org.jspecify.annotations.NullMarked;
