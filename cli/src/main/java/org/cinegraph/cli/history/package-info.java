/// What happened in runs, as text for people and JSON for scripts: events, timelines, explanations,
/// lineage. Pure; the verbs that ask for it are in `show`.
@NullMarked
package org.cinegraph.cli.history;

import org.jspecify.annotations.NullMarked;
