/// Tests of what keeps artifacts, and of what becomes of those that nothing keeps.
@NullMarked
package org.cinegraph.db.artifact;

import org.jspecify.annotations.NullMarked;
