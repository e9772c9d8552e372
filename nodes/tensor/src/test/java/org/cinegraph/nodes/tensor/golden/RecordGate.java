package org.cinegraph.nodes.tensor.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Leaves what a [Gate] measured in `target/fidelity` of the room, one line of fields for each row
/// of the page, from which `FidelityPageTest` writes it.
public final class RecordGate implements BeforeTestExecutionCallback, AfterTestExecutionCallback {
  private static final Path FOLDER = Path.of("target/fidelity");
  private static final ExtensionContext.Namespace SPACE =
      ExtensionContext.Namespace.create(RecordGate.class);

  /// What the test that runs in this thread has compared so far.
  private static final ThreadLocal<List<Double>> FIGURES = ThreadLocal.withInitial(ArrayList::new);

  /// Says how far apart two results were that a test compared; of no consequence where it is no
  /// gate. A gate that says nothing compared once, for equality.
  public static void compared(double figure) {
    FIGURES.get().add(figure);
  }

  @Override
  public void beforeTestExecution(ExtensionContext context) {
    FIGURES.remove();
  }

  @Override
  public void afterTestExecution(ExtensionContext context) throws IOException {
    List<Double> figures = FIGURES.get();
    FIGURES.remove();
    if (context.getExecutionException().isPresent()) {
      return;
    }
    if (figures.isEmpty()) {
      figures.add(0.0);
    }
    Gate gate = context.getRequiredTestMethod().getAnnotation(Gate.class);
    Tally tally =
        context
            .getRoot()
            .getStore(SPACE)
            .computeIfAbsent(gate.what(), _ -> new Tally(), Tally.class);
    figures.forEach(tally::add);
    Files.createDirectories(FOLDER);
    Files.writeString(
        FOLDER.resolve(gate.what().replaceAll("[^A-Za-z0-9.-]+", "-")),
        String.join(
            "\t",
            gate.kind().title(),
            gate.what(),
            gate.figure().isEmpty() ? usualFigure(gate) : gate.figure(),
            Integer.toString(tally.comparisons),
            written(tally.worst),
            written(gate.most()),
            "-Dtest=" + context.getRequiredTestClass().getSimpleName()));
  }

  private static String usualFigure(Gate gate) {
    return gate.most() == 0 ? "difference" : "relative RMS";
  }

  private static String written(double figure) {
    // Counts are written as counts.
    String format = figure == Math.rint(figure) ? "%.0f" : "%.1e";
    return String.format(Locale.ROOT, format, figure);
  }

  private static final class Tally {
    private int comparisons;
    private double worst;

    void add(double figure) {
      comparisons++;
      worst = Math.max(worst, figure);
    }
  }
}
