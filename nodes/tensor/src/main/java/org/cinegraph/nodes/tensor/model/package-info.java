/// Model packages: folders of configurations and safetensors, named by the digest of their content.
@NullMarked
package org.cinegraph.nodes.tensor.model;

import org.jspecify.annotations.NullMarked;
