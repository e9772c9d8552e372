package org.cinegraph.nodes.tensor.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.safetensors.MalformedSafetensors;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsFile;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsWriter;
import org.cinegraph.nodes.tensor.safetensors.TensorEntry;
import org.cinegraph.nodes.tensor.safetensors.WeightFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutatedWeightsTest {
  private static final int FILES = Integer.getInteger("cinegraph.fuzz-files", 100_000);
  private static final int LENGTH_BYTES = 8;

  @TempDir private Path folder;
  private byte[] whole;
  private String header;
  private byte[] data;

  @BeforeEach
  void writeAWholeFile() throws IOException {
    TreeMap<String, FloatTensor> tensors = new TreeMap<>();
    tensors.put("bias", FloatTensor.of(new float[] {1, 2, 3}, 3));
    tensors.put("scale", FloatTensor.of(new float[] {4}, 1));
    tensors.put("weight", FloatTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    Path file = folder.resolve("model.safetensors");
    SafetensorsWriter.write(file, tensors);
    whole = Files.readAllBytes(file);
    int length = (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
    header = new String(whole, LENGTH_BYTES, length, StandardCharsets.UTF_8);
    data = Arrays.copyOfRange(whole, LENGTH_BYTES + length, whole.length);
  }

  @Test
  void weightsThatAreNearlyWholeAreReadOrRefused() {
    int count = FILES / 2;
    int refused = Answers.of(count, this::readWeights);
    assertThat(refused).isBetween(count / 2, count - count / 100);
  }

  private void readWeights(SplittableRandom random) throws IOException {
    MutateFile mutate = new MutateFile(random);
    byte[] bytes = random.nextInt(3) == 0 ? mutate.bytes(whole) : framed(mutate.json(header));
    Path file = MutateFile.write(folder.resolve("model.safetensors"), bytes);
    try (SafetensorsFile opened = SafetensorsFile.open(file)) {
      for (TensorEntry tensor : opened.header().tensors().values()) {
        readOne(opened, tensor);
      }
    }
  }

  private static void readOne(SafetensorsFile opened, TensorEntry tensor) {
    try {
      opened.floats(tensor.name());
    } catch (MalformedSafetensors noFloats) {
      assertThat(noFloats.getMessage()).contains("was expected to hold floats, found ");
    }
  }

  private byte[] framed(String changed) {
    byte[] json = changed.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(LENGTH_BYTES + json.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .put(data)
        .array();
  }

  @Test
  void indexesOfShardsThatAreNearlyTrueAreReadOrRefused() throws IOException {
    Files.write(folder.resolve("a.safetensors"), whole);
    Path index = folder.resolve("model.safetensors.index.json");
    String json =
        """
        {"metadata": {"total_size": 40},
         "weight_map": {"bias": "a.safetensors", "scale": "a.safetensors", "weight": "a.safetensors"}}
        """;
    int count = FILES / 10;
    int refused =
        Answers.of(
            count,
            random -> {
              MutateFile mutate = new MutateFile(random);
              byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
              MutateFile.write(
                  index,
                  random.nextInt(4) == 0
                      ? mutate.bytes(bytes)
                      : mutate.json(json).getBytes(StandardCharsets.UTF_8));
              WeightFiles.sharded(index).headers();
            });
    assertThat(refused).isBetween(count / 2, count - count / 100);
  }
}
