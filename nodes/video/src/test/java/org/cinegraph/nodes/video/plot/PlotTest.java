package org.cinegraph.nodes.video.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.video.FolderContext;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.frame.Frame;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotTest {
  @TempDir Path folder;
  private FolderContext context;

  @BeforeEach
  void open() throws Exception {
    context = new FolderContext(folder);
  }

  @Test
  void ticksAreRoundNumbersAroundTheValues() {
    assertThat(labels(5, 0.31, 0.74)).containsExactly("0.3", "0.4", "0.5", "0.6", "0.7", "0.8");
    assertThat(labels(4, 0, 31)).containsExactly("0", "10", "20", "30", "40");
    assertThat(labels(5, -1, 1)).containsExactly("-1.0", "-0.5", "0.0", "0.5", "1.0");
    assertThat(labels(2, 1e9, 3e9)).containsExactly("1E+9", "2E+9", "3E+9");
    assertThat(labels(3, 0, 3e-9)).containsExactly("0", "1E-9", "2E-9", "3E-9");
  }

  @Test
  void anAxisOfOneNumberHasRoomAroundIt() {
    Axis axis = Axis.over(List.of(4.0, 4.0), 4);

    assertThat(axis.least()).isEqualTo(2);
    assertThat(axis.most()).isEqualTo(6);
    assertThat(axis.place(4)).isEqualTo(0.5);
    assertThat(labels(2, 0, 0)).containsExactly("-1", "0", "1");
    assertThat(labels(2, 0.1 + 0.2, 0.3)).hasSizeBetween(2, 4);
  }

  @Test
  void pointsStandWhereTheirNumbersAre() throws Exception {
    context.with("x", numbers(0, 10, 20)).with("y", numbers(0, 100, 0));

    Frame plot = plot();

    int[] row = new int[3];
    int[] column = {first(plot), middle(plot), last(plot)};
    for (int i = 0; i < 3; i++) {
      row[i] = middleOfPoint(plot, column[i]);
    }
    assertThat(column[1] - column[0]).isCloseTo(column[2] - column[1], within(1));
    assertThat(row[0]).isEqualTo(row[2]).isGreaterThan(row[1] + 250);
  }

  @Test
  void aLineGoesThroughThePointsUnlessToldOtherwise() throws Exception {
    context.with("y", numbers(0, 100));
    long joined = painted(plot());
    context.with("joined", new Value.Bool(false));

    assertThat(painted(plot())).isEqualTo(2 * 25).isLessThan(joined / 4);
  }

  @Test
  void theSameNumbersGiveTheSameBytes() throws Exception {
    context
        .with("y", numbers(0.31, 0.52, 0.7, 0.74))
        .with("title", new Value.Text("Guidance"))
        .with("x-label", new Value.Text("guidance"))
        .with("y-label", new Value.Text("share"));

    assertThat(context.run(new Plot()).outputArtifact("image").digest().hex())
        .isEqualTo(context.run(new Plot()).outputArtifact("image").digest().hex());
  }

  @Test
  void whatCannotBePlottedIsRefused() {
    context.with("y", numbers(1, 2)).with("x", numbers(1));
    assertThatThrownBy(this::plot)
        .isInstanceOf(NodeFailure.class)
        .hasMessage("Parameters x and y of plot: expected as many numbers in both, found 1 and 2.");

    context.with("y", numbers());
    assertThatThrownBy(this::plot)
        .isInstanceOf(NodeFailure.class)
        .hasMessage("Parameter y of plot: expected 1 to 10000 numbers, found 0.");

    context.with("y", numbers(1e200)).with("x", numbers(1));
    assertThatThrownBy(this::plot)
        .isInstanceOf(NodeFailure.class)
        .hasMessage("Parameter y of plot: expected numbers up to 1.0E100, found 1.0E200.");
  }

  @Test
  void numbersOfAnySizeArePlottedWithinThePicture() throws Exception {
    double[][] extremes = {
      {-1e100, 1e100}, {1e-300, 2e-300}, {1e15, 1e15 + 1}, {-5, -5}, {0, 1e-9}
    };
    for (double[] values : extremes) {
      context.with("y", numbers(values)).with("joined", new Value.Bool(false));

      assertThat(painted(plot())).as(Arrays.toString(values)).isEqualTo(2 * 25);
    }
  }

  private static List<String> labels(int intervals, double... values) {
    return Axis.over(Arrays.stream(values).boxed().toList(), intervals).ticks().stream()
        .map(Axis.Tick::label)
        .toList();
  }

  private Frame plot() throws Exception {
    try (ChunkReader reader =
        ChunkReader.open(context, context.run(new Plot()).outputArtifact("image"))) {
      return reader.next().orElseThrow();
    }
  }

  private static Value numbers(double... numbers) {
    return new Value.Items(
        Arrays.stream(numbers).mapToObj(number -> (Value) new Value.Float(number)).toList());
  }

  private static boolean isPainted(Frame plot, int x, int y) {
    return plot.at(x, y, 0) == 60 && plot.at(x, y, 1) == 110 && plot.at(x, y, 2) == 245;
  }

  private static long painted(Frame plot) {
    long painted = 0;
    for (int y = 0; y < plot.height(); y++) {
      for (int x = 0; x < plot.width(); x++) {
        painted += isPainted(plot, x, y) ? 1 : 0;
      }
    }
    return painted;
  }

  private static int paintedIn(Frame plot, int x) {
    int painted = 0;
    for (int y = 0; y < plot.height(); y++) {
      painted += isPainted(plot, x, y) ? 1 : 0;
    }
    return painted;
  }

  private static int first(Frame plot) {
    int x = 0;
    while (paintedIn(plot, x) == 0) {
      x++;
    }
    return x + 2;
  }

  private static int last(Frame plot) {
    int x = plot.width() - 1;
    while (paintedIn(plot, x) == 0) {
      x--;
    }
    return x - 2;
  }

  /// The column of the highest paint.
  private static int middle(Frame plot) {
    for (int y = 0; y < plot.height(); y++) {
      for (int x = 0; x < plot.width(); x++) {
        if (isPainted(plot, x, y)) {
          return x + 2;
        }
      }
    }
    throw new AssertionError("Nothing is painted");
  }

  private static int middleOfPoint(Frame plot, int x) {
    int y = 0;
    while (!isPainted(plot, x, y)) {
      y++;
    }
    return y + 2;
  }
}
