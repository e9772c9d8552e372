package org.cinegraph.db.verb;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.Runs;

/// One verb on one run in one transaction: the table is asked under the lock of the run, then the
/// deed is done and audited. What changes nothing is not audited.
final class VerbOnRun {
  private final Database database;

  VerbOnRun(Database database) {
    this.database = database;
  }

  /// What a verb does where the table lets it.
  @FunctionalInterface
  interface Deed {
    /// @return a sentence for each thing that it changed
    List<String> perform(Sql sql, RunRow run) throws SQLException;
  }

  /// @throws VerbRefused the run is not in a state for it
  Changed perform(Asking asking, UUID run, Verb verb, Deed deed) {
    return perform(asking, run, verb, deed, (_, _) -> List.of());
  }

  /// @param already what is left to do where the run is so already
  Changed perform(Asking asking, UUID run, Verb verb, Deed deed, Deed already) {
    return database.transaction(sql -> {
      RunRow row = Runs.lockWithWorks(sql, asking.tenant(), run);
      List<String> changed =
          switch (VerbTable.answer(Situation.of(row), verb)) {
            case DOES -> deed.perform(sql, row);
            case ALREADY -> already.perform(sql, row);
            case REFUSED -> throw new VerbRefused("Run " + run, Situation.of(row), verb);
          };
      if (!changed.isEmpty()) {
        Audit.write(sql, asking, verb, "run " + run, changed);
      }
      return new Changed(Runs.find(sql, asking.tenant(), run).orElseThrow(), changed);
    });
  }
}
