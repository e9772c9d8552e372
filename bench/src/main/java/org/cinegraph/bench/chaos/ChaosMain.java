package org.cinegraph.bench.chaos;

import java.util.List;
import org.cinegraph.bench.measure.BenchFailure;
import org.cinegraph.bench.measure.WrongUse;
import org.cinegraph.bench.stack.BuiltTree;

/// `./cinegraph chaos`: prints what a trial found; what happens meanwhile goes to standard error.
/// Ends with 1 when something was lost.
public final class ChaosMain {
  private static final int HOLDS = 0;
  private static final int LOST_SOMETHING = 1;
  private static final int WRONG_USE = 2;

  private ChaosMain() {}

  public static void main(String[] arguments) throws Exception {
    // Threads of clients must not keep a finished trial alive.
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) throws Exception {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      System.out.println("Usage: cinegraph " + ChaosOptions.USAGE);
      return HOLDS;
    }
    try {
      ChaosOptions options = ChaosOptions.parse(arguments);
      ChaosReport report = new Chaos(BuiltTree.root(), options, System.err::println).run();
      if (options.json()) {
        System.out.println(WriteReport.json(report));
      } else {
        WriteReport.table(report).forEach(System.out::println);
      }
      return report.holds() ? HOLDS : LOST_SOMETHING;
    } catch (WrongUse wrong) {
      System.err.println(wrong.getMessage());
      return WRONG_USE;
    } catch (BenchFailure failure) {
      System.err.println(failure.getMessage());
      return LOST_SOMETHING;
    }
  }
}
