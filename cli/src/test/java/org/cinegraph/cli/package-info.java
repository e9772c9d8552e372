/// The command as a whole, against a control plane of canned answers.
@NullMarked
package org.cinegraph.cli;

import org.jspecify.annotations.NullMarked;
