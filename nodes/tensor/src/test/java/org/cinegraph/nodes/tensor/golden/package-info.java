/// What tests of networks share: reference values and the packages of the examples.
@NullMarked
package org.cinegraph.nodes.tensor.golden;

import org.jspecify.annotations.NullMarked;
