package org.cinegraph.scheduler.connection;

import org.cinegraph.db.work.WorkQueue;
import org.cinegraph.db.work.Workers;
import org.cinegraph.scheduler.commit.Committer;
import org.cinegraph.scheduler.lease.LeaseTable;
import org.cinegraph.scheduler.progress.ProgressBoard;

/// What all streams share.
public record StreamParts(
    Terms terms,
    Workers workers,
    WorkQueue queue,
    LeaseTable leases,
    Committer committer,
    ConnectedWorkers connected,
    ProgressBoard progress,
    LeaderView leader) {}
