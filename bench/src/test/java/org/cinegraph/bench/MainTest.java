package org.cinegraph.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.cinegraph.bench.measure.Bench;
import org.cinegraph.bench.measure.BenchOption;
import org.cinegraph.bench.measure.BenchOptions;
import org.cinegraph.bench.measure.Figure;
import org.cinegraph.bench.measure.Goal;
import org.cinegraph.bench.measure.Result;
import org.cinegraph.bench.measure.Spread;
import org.junit.jupiter.api.Test;

class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void withoutArgumentsItListsTheBenchesWithTheirOptions() throws Exception {
    assertThat(run()).isZero();
    assertThat(out())
        .isEqualTo(
            """
            speed  how fast, goal <= 1.15
                     --rounds N: how often (usually 3)
            """);
  }

  @Test
  void aBenchTellsHowItIsUsedAndMeasuresNothing() throws Exception {
    assertThat(run("speed", "--rounds", "110", "--help")).isZero();
    assertThat(out())
        .isEqualTo(
            """
            Usage: cinegraph bench speed [--rounds N] [--json]
            speed  how fast, goal <= 1.15
                     --rounds N: how often (usually 3)
            """);
    assertThat(err()).isEmpty();
  }

  @Test
  void aNamePrintsATable() throws Exception {
    assertThat(run("speed", "--rounds", "110")).isZero();
    assertThat(out())
        .isEqualTo(
            """
            how fast, goal <= 1.15
            figure  value    spread       baseline        goal                   verdict
            ratio   1.1      1.05 to 1.2  by hand: 4.2 s  <= 1.15 (never > 1.6)  reached
            p99     12.5 ms  -            -               <= 50                  reached
            It was measured 110 times.
            """);
    assertThat(err()).isEqualTo("measuring\n");
  }

  @Test
  void jsonIsOneObject() throws Exception {
    assertThat(run("speed", "--json", "--rounds", "110")).isZero();
    assertThat(out().strip())
        .doesNotContain("\n")
        .contains("\"name\":\"speed\"")
        .contains("\"value\":1.1")
        .contains("\"baseline\":{\"name\":\"by hand\",\"unit\":\"s\",\"value\":4.2}")
        .contains("\"spread\":{\"high\":1.2,\"kind\":\"quartiles\",\"low\":1.05}")
        .contains("\"goal\":{\"at_most\":1.15,\"unacceptable_above\":1.6}")
        .contains("\"verdict\":\"reached\"")
        .contains("\"name\":\"p99\"");
  }

  @Test
  void aFigureThatIsNotAcceptableIsAFailure() throws Exception {
    assertThat(run("speed", "--rounds", "161")).isEqualTo(1);
    assertThat(out()).contains("not acceptable");
  }

  @Test
  void anUnknownNameIsAnsweredWithTheNearest() throws Exception {
    assertThat(run("sped")).isEqualTo(2);
    assertThat(err()).isEqualTo("There is no bench sped: did you mean speed?\n");
  }

  @Test
  void optionsAreCheckedBeforeAnythingIsMeasured() throws Exception {
    assertThat(run("speed", "--round", "3")).isEqualTo(2);
    assertThat(run("speed", "--rounds", "none")).isEqualTo(2);
    assertThat(run("speed", "--rounds")).isEqualTo(2);
    assertThat(err())
        .isEqualTo(
            """
            The bench speed has no option --round: did you mean --rounds?
            --rounds must be a whole number of at least 1, found none
            --rounds needs a number after it
            """);
  }

  private int run(String... arguments) throws Exception {
    return new Main(
            new Benches(List.of(new Speed())),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(List.of(arguments));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static final class Speed implements Bench {
    @Override
    public String name() {
      return "speed";
    }

    @Override
    public String line() {
      return "how fast, goal <= 1.15";
    }

    @Override
    public List<BenchOption> options() {
      return List.of(new BenchOption("--rounds", 3, 1, "how often"));
    }

    @Override
    public Result run(BenchOptions options, Progress progress) {
      progress.say("measuring");
      int rounds = options.number("--rounds");
      Figure ratio =
          new Figure(
              "ratio",
              rounds / 100.0,
              "",
              Optional.of(new Figure.Baseline("by hand", 4.2, "s")),
              Optional.of(new Spread(1.05, 1.2)),
              new Goal.AtMost(1.15, 1.6));
      return new Result(
          name(),
          List.of(ratio, Figure.of("p99", 12.5, "ms", Goal.AtMost.of(50))),
          List.of("It was measured " + rounds + " times."));
    }
  }
}
