package org.cinegraph.nodes.tensor.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeMap;
import org.cinegraph.graph.type.Dtype;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsWriter;
import org.cinegraph.nodes.tensor.safetensors.WeightFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsTest {
  private static final String SUM =
      """
      def sum(self, w: Dict[str, Tensor], first: str, second: str) -> Tensor:
        return torch.add(torch.sum(torch.to(w[first], 6)), torch.sum(torch.to(w[second], 6)))

      def type(self, w: Dict[str, Tensor]) -> Tensor:
        return torch.tensor([float(ops.prim.dtype(w["a"]))], dtype=6)
      """;

  @TempDir private Path folder;

  @Test
  void aProgramSeesTheTensorsOfTheFile() throws Exception {
    Path file = write("a", 2, 3, "b", 4, 1);
    ExpectedTensors expected = new ExpectedTensors().add("a", 2, 3).add("b", 4, 1);
    try (Weights weights = Weights.load(WeightFiles.single(file), "Sum", expected);
        Program program = Program.compile("Sum", SUM)) {
      for (int i = 0; i < 3; i++) {
        assertThat(sum(program, weights)).isEqualTo(10);
      }
      assertThat(weights.bytes()).isEqualTo(40);
    }
  }

  @Test
  void aFileThatIsCutOffOrGoesWhileItIsMappedFailsTheCallAndNotTheProcess() throws Exception {
    Path file = write("a", 2, 3, "b", 4, 1);
    ExpectedTensors expected = new ExpectedTensors().add("a", 2, 3).add("b", 4, 1);
    try (Weights weights = Weights.load(WeightFiles.single(file), "Sum", expected);
        Program program = Program.compile("Sum", SUM)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
      assertThatThrownBy(() -> sum(program, weights))
          .isInstanceOf(NodeFailure.class)
          .hasMessageContaining(file + " became 0 bytes while it was in use: expected ");
      Files.delete(file);
      assertThatThrownBy(() -> sum(program, weights))
          .isInstanceOf(NodeFailure.class)
          .hasMessageContaining(file + " went away while it was in use: expected ");
    }
  }

  @Test
  void brainFloatsAreMappedAsTheyAre() throws Exception {
    String header =
        """
        {"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]},\
        "b":{"dtype":"F16","shape":[1],"data_offsets":[4,6]}}\
        """;
    String padded = header + " ".repeat(8 - header.length() % 8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + padded.length() + 6).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(padded.length()).put(padded.getBytes(StandardCharsets.UTF_8));
    bytes.putShort((short) 0x3fc0).putShort((short) 0x4000).putShort(Float.floatToFloat16(-1));
    Path file = Files.write(folder.resolve("brain.safetensors"), bytes.array());

    ExpectedTensors expected = new ExpectedTensors().add("a", 2).add("b", 1);
    try (Weights weights = Weights.load(WeightFiles.single(file), "Sum", expected);
        Program program = Program.compile("Sum", SUM)) {
      assertThat(sum(program, weights)).isEqualTo(1.5f + 2f - 1f);
    }
  }

  @Test
  void weightsThatAreNarrowedTakeHalfAndNeedTheirFileNoMore() throws Exception {
    Path file = write("a", 2, 3, "b", 4, 1);
    ExpectedTensors expected = new ExpectedTensors().add("a", 2, 3).add("b", 4, 1);
    for (Dtype dtype : List.of(Dtype.BF16, Dtype.F16)) {
      try (Weights weights = Weights.load(WeightFiles.single(file), "Sum", expected, dtype);
          Program program = Program.compile("Sum", SUM)) {
        assertThat(weights.bytes()).isEqualTo(20);
        Files.move(file, folder.resolve("away"));
        assertThat(sum(program, weights)).isEqualTo(10);
        Files.move(folder.resolve("away"), file);
        assertThat(typeOf(program, weights)).isEqualTo(Argument.numberOf(dtype));
      }
    }
  }

  @Test
  void whatIsKeptInTheTypeThatIsComputedInIsNotCopied() throws Exception {
    Path file = write("a", 2, 3, "b", 4, 1);
    ExpectedTensors expected = new ExpectedTensors().add("a", 2, 3).add("b", 4, 1);
    try (Weights weights = Weights.load(WeightFiles.single(file), "Sum", expected, Dtype.F32);
        Program program = Program.compile("Sum", SUM)) {
      Files.delete(file);
      assertThatThrownBy(() -> sum(program, weights)).hasMessageContaining("went away");
    }
  }

  @Test
  void allDifferencesAreNamedAtOnceAndTheRestCounted() throws Exception {
    Path file = write("b", 4, 1, "stranger", 1, 1);
    ExpectedTensors expected = new ExpectedTensors().add("b", 1, 4);
    for (int i = 0; i < 12; i++) {
      expected.addLayer("layer" + i, 2, 2);
    }

    assertThatThrownBy(() -> Weights.load(WeightFiles.single(file), "Network", expected))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining("do not fit Network: 24 missing: layer0.weight, layer0.bias")
        .hasMessageContaining("layer4.bias, and 14 more;")
        .hasMessageContaining("1 not known to it: stranger;")
        .hasMessageContaining("1 of another shape: b (expected 1×4, found 4×1)");
  }

  @Test
  void aDamagedFileIsRefusedByName() throws Exception {
    byte[] whole = Files.readAllBytes(write("a", 1, 1, "b", 1, 1));
    Path file =
        Files.write(
            folder.resolve("cut.safetensors"), java.util.Arrays.copyOf(whole, whole.length - 1));

    assertThatThrownBy(() -> Weights.load(WeightFiles.single(file), "Sum", new ExpectedTensors()))
        .isInstanceOf(NodeFailure.class)
        .hasMessageContaining("cut.safetensors is cut off")
        .hasMessageContaining("Fetch the package again");
  }

  private static float sum(Program program, Weights weights) throws NodeFailure {
    return program.call("sum", weights, new Argument.Word("a"), new Argument.Word("b")).values()[0];
  }

  private static long typeOf(Program program, Weights weights) throws NodeFailure {
    return (long) program.call("type", weights).values()[0];
  }

  private Path write(String first, int rows, int columns, String second, int rows2, int columns2)
      throws IOException {
    TreeMap<String, FloatTensor> tensors = new TreeMap<>();
    tensors.put(first, ones(rows, columns));
    tensors.put(second, ones(rows2, columns2));
    Path file = folder.resolve("written.safetensors");
    SafetensorsWriter.write(file, tensors);
    return file;
  }

  private static FloatTensor ones(int rows, int columns) {
    float[] values = new float[rows * columns];
    java.util.Arrays.fill(values, 1);
    return FloatTensor.of(values, rows, columns);
  }
}
