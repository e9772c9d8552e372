/// What a person can do to runs, nodes and workers. [VerbTable] says what is allowed when; each
/// other verb is a class of its own, one transaction with its events and its audit row.
@NullMarked
package org.cinegraph.db.verb;

import org.jspecify.annotations.NullMarked;
