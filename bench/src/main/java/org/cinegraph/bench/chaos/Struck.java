package org.cinegraph.bench.chaos;

import java.util.OptionalDouble;

/// What a blow did.
///
/// @param at milliseconds of the wall clock
/// @param samplers samplers that computed at that moment, in the process that was hit if that is a
///   worker
/// @param recovery seconds until the stack went on; empty where nothing had to, or where it did not
record Struck(Blow blow, long at, int samplers, OptionalDouble recovery) {}
