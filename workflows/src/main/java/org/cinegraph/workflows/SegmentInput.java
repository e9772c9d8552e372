package org.cinegraph.workflows;

import java.util.UUID;

/// What a segment's workflow is started with.
///
/// @param plan digest of the plan, in hexadecimal
public record SegmentInput(
    UUID tenant, UUID run, String plan, int segment, int epoch, int interpreterVersion) {}
