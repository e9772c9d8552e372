/// Tests of org.cinegraph.cli.client.
@NullMarked
package org.cinegraph.cli.client;

import org.jspecify.annotations.NullMarked;
