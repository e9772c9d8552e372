package org.cinegraph.db.run;

/// Completion address: names the pending activity that waits for a node, so that any process can
/// complete it.
public record Address(String workflow, String workflowRun, String activity) {}
