package org.cinegraph.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.bench.measure.Bench;
import org.cinegraph.bench.measure.BenchFailure;
import org.cinegraph.bench.measure.BenchOptions;
import org.cinegraph.bench.measure.Result;
import org.cinegraph.bench.measure.Verdict;
import org.cinegraph.bench.measure.WrongUse;

/// `./cinegraph bench`: lists the benches; with a name, runs one and prints its table, with
/// `--json` one object. What happens meanwhile goes to standard error.
///
/// Exit codes as those of the command (docs/cli.md); a figure that is not acceptable is a failure.
public final class Main {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;

  private final Benches benches;
  private final PrintStream out;
  private final PrintStream err;

  Main(Benches benches, PrintStream out, PrintStream err) {
    this.benches = benches;
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) throws Exception {
    int status = new Main(Benches.known(), System.out, System.err).run(List.of(arguments));
    // Threads of clients must not keep a finished bench alive.
    System.exit(status);
  }

  int run(List<String> arguments) throws Exception {
    try {
      if (arguments.isEmpty() || isHelp(arguments.getFirst())) {
        Listing.lines(benches.all()).forEach(out::println);
        return DONE;
      }
      Bench bench = benches.named(arguments.getFirst());
      List<String> options = arguments.subList(1, arguments.size());
      if (options.stream().anyMatch(Main::isHelp)) {
        Listing.usage(bench).forEach(out::println);
        return DONE;
      }
      return measure(bench, options);
    } catch (WrongUse wrong) {
      err.println(wrong.getMessage());
      return WRONG_USE;
    } catch (BenchFailure failure) {
      err.println(failure.getMessage());
      return FAILED;
    }
  }

  private static boolean isHelp(String argument) {
    return argument.equals("--help") || argument.equals("-h");
  }

  private int measure(Bench bench, List<String> arguments) throws Exception {
    List<String> options = new ArrayList<>(arguments);
    boolean json = options.removeIf("--json"::equals);
    Result result = bench.run(BenchOptions.parse(bench, options), err::println);
    if (json) {
      out.println(WriteResult.json(result));
    } else {
      out.println(bench.line());
      WriteResult.table(result).forEach(out::println);
    }
    return result.verdict() == Verdict.NOT_ACCEPTABLE ? FAILED : DONE;
  }
}
