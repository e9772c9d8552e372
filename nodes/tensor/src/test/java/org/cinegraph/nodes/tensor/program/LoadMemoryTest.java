package org.cinegraph.nodes.tensor.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.cinegraph.graph.type.Dtype;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.RecordGate;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsWriter;
import org.cinegraph.nodes.tensor.safetensors.WeightFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a process takes at most, by its own account, while it loads weights and uses each of them:
/// they, and one tensor besides. Mapped pages count as much as others. Each is measured in a
/// process of its own, whose heap is of one size.
class LoadMemoryTest {
  private static final int TENSORS = 8;
  private static final int ROWS = 2048;
  private static final long TENSOR = 4L * ROWS * ROWS;

  /// In tensors, for what else the process does meanwhile.
  private static final double NOISE = 0.25;

  private static final double MOST = 1 + NOISE;

  private static final String USE =
      """
      def use(self, w: Dict[str, Tensor], first: str) -> Tensor:
        return torch.to(torch.sum(w[first]), 6)
      """;

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void writeWeights() throws IOException {
    file = folder.resolve("large.safetensors");
    write(file, ROWS);
    write(folder.resolve("small.safetensors"), 1);
  }

  private static void write(Path file, int rows) throws IOException {
    TreeMap<String, FloatTensor> tensors = new TreeMap<>();
    FloatTensor one = FloatTensor.of(new float[rows * rows], rows, rows);
    for (int i = 0; i < TENSORS; i++) {
      tensors.put("layer" + i, one);
    }
    SafetensorsWriter.write(file, tensors);
  }

  @Test
  @Gate(
      kind = Gate.Kind.MEMORY,
      what = "loading and using weights of float32 in float32",
      figure = "peak beyond the weights, in tensors",
      most = MOST)
  void weightsThatAreMappedTakeNoMoreThanTheyAre() throws Exception {
    double beyond = beyond(Dtype.F32, TENSORS * TENSOR);
    RecordGate.compared(beyond);
    assertThat(beyond).isBetween(-NOISE, MOST);
  }

  @Test
  @Gate(
      kind = Gate.Kind.MEMORY,
      what = "loading and using weights of float32 in bf16",
      figure = "peak beyond the weights, in tensors",
      most = MOST)
  void weightsThatAreNarrowedTakeHalfAndOneTensor() throws Exception {
    double beyond = beyond(Dtype.BF16, TENSORS * TENSOR / 2);
    RecordGate.compared(beyond);
    assertThat(beyond).isBetween(-NOISE, MOST);
  }

  private double beyond(Dtype dtype, long weights) throws Exception {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xms64m",
                "-Xmx64m",
                "-XX:+AlwaysPreTouch",
                "-cp",
                System.getProperty("java.class.path"),
                Loading.class.getName(),
                file.toString(),
                dtype.name())
            .redirectError(folder.resolve("err").toFile())
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(Files.readString(folder.resolve("err"))).isZero();
    long peak = Long.parseLong(said.lines().toList().getLast());
    return (double) (peak - weights) / TENSOR;
  }

  /// Loads a file, uses all of it, and prints by how much the resident memory rose.
  static final class Loading {
    public static void main(String[] arguments) throws Exception {
      Path file = Path.of(arguments[0]);
      Dtype dtype = Dtype.valueOf(arguments[1]);
      try (Program program = Program.compile("Use", USE)) {
        // The libraries' own pages are there before anything is measured.
        loadAndUse(program, file.resolveSibling("small.safetensors"), 1, dtype);
        long before = status("VmRSS");
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        loadAndUse(program, file, ROWS, dtype);
        System.out.println(status("VmHWM") - before);
      }
    }

    private static void loadAndUse(Program program, Path file, int rows, Dtype dtype)
        throws Exception {
      ExpectedTensors expected = new ExpectedTensors();
      for (int i = 0; i < TENSORS; i++) {
        expected.add("layer" + i, rows, rows);
      }
      try (Weights weights = Weights.load(WeightFiles.single(file), "Large", expected, dtype)) {
        for (int i = 0; i < TENSORS; i++) {
          program.call("use", weights, new Argument.Word("layer" + i));
        }
      }
    }

    private static long status(String field) throws IOException {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith(field + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) * 1024)
          .findFirst()
          .orElseThrow();
    }
  }
}
