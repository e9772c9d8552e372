package org.cinegraph.db.verb;

import java.util.UUID;
import org.cinegraph.graph.value.FieldWriter;

/// Who asks for something, and why, in their words.
///
/// @param why may be empty
public record Asking(UUID tenant, String principal, String why) {
  /// The beginning of the body of an event about it.
  FieldWriter event() {
    return new FieldWriter().text("by", principal).text("why", why);
  }
}
