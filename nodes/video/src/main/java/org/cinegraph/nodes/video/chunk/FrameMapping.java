package org.cinegraph.nodes.video.chunk;

import java.io.IOException;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.video.frame.Frame;

/// What is done to each frame of a video, independently of the others.
@FunctionalInterface
public interface FrameMapping {
  Frame map(Frame frame) throws NodeFailure, IOException, InterruptedException;
}
