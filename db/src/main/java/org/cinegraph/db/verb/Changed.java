package org.cinegraph.db.verb;

import java.util.List;
import org.cinegraph.db.run.RunRow;

/// What a verb did to a run.
///
/// @param run as it stands then
/// @param changed a sentence for each thing; empty: nothing was left to do
public record Changed(RunRow run, List<String> changed) {
  public Changed {
    changed = List.copyOf(changed);
  }
}
