/// What is known of artifacts, and why each is kept.
@NullMarked
package org.cinegraph.db.artifact;

import org.jspecify.annotations.NullMarked;
