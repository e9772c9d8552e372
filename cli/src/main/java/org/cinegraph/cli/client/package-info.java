/// How the command speaks to a control plane, to its user and to the shell: calls, the terminal,
/// exit codes, refusals in one sentence.
@NullMarked
package org.cinegraph.cli.client;

import org.jspecify.annotations.NullMarked;
