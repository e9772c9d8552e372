package org.cinegraph.db.verb;

import java.util.List;
import org.cinegraph.db.Database;
import org.cinegraph.db.run.NewRun;
import org.cinegraph.db.run.Runs;

/// Rerun and fork: a new run that does again what another one did, all of it or from a node on.
public final class RepeatRun {
  private final Database database;

  public RepeatRun(Database database) {
    this.database = database;
  }

  /// As [Runs#submit], and audited.
  ///
  /// @param verb rerun or fork
  /// @param run with what it repeats
  /// @throws org.cinegraph.db.run.KeyConflict the key was used with another request
  public Runs.Submitted submit(Asking asking, Verb verb, NewRun run) {
    return database.transaction(sql -> {
      Runs.Submitted submitted = Runs.submit(sql, run);
      if (!submitted.repeated()) {
        Audit.write(
            sql,
            asking,
            verb,
            "run " + run.repeats().orElseThrow().run(),
            List.of("Run %s was begun".formatted(run.id())));
      }
      return submitted;
    });
  }
}
