/// What a node type is. An author of node types depends on this package and nothing else of the
/// engine; start with [org.cinegraph.nodes.sdk.NodeType].
@NullMarked
package org.cinegraph.nodes.sdk;

import org.jspecify.annotations.NullMarked;
