package org.cinegraph.cli.stamp;

/// Where a stamp lies in its file: what is before `start` and from `end` on was there without it.
public record Place(long start, long end) {}
