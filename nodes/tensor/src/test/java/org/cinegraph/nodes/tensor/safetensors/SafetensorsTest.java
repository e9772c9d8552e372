package org.cinegraph.nodes.tensor.safetensors;

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
import java.util.Arrays;
import java.util.TreeMap;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    Path file = write();

    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.header().tensors().sequencedKeySet()).containsExactly("a.first", "b");
      assertThat(read.floats("a.first").values()).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(read.floats("a.first").shape().toString()).isEqualTo("2×3");
      assertThat(read.floats("b").values()).containsExactly(-0.5f);
    }
  }

  @Test
  void aFileThatIsCutOffWhileItIsMappedIsNamed() throws IOException {
    Path file = write();
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
      assertThatThrownBy(() -> read.floats("b"))
          .isInstanceOf(MalformedSafetensors.class)
          .hasMessage(file + " became shorter while it was read.");
    }
  }

  @Test
  void theSameTensorsGiveTheSameBytes() throws IOException {
    assertThat(Files.readAllBytes(write())).isEqualTo(Files.readAllBytes(write()));
    assertThat(SafetensorsFile.header(write()).dataStart() % 8).isZero();
  }

  @Test
  void everyWidthOfFloatAndWholeNumberIsRead() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(31).order(ByteOrder.LITTLE_ENDIAN);
    data.putDouble(1.5).putLong(-7).putInt(9).putShort(Float.floatToFloat16(0.25f));
    data.putShort((short) (Float.floatToIntBits(-2f) >>> 16)).put(new byte[] {1, 0, (byte) 200});
    Path file =
        raw(
            """
            {"d":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},
             "l":{"dtype":"I64","shape":[],"data_offsets":[8,16]},
             "i":{"dtype":"I32","shape":[1],"data_offsets":[16,20]},
             "h":{"dtype":"F16","shape":[1],"data_offsets":[20,22]},
             "b":{"dtype":"BF16","shape":[1],"data_offsets":[22,24]},
             "t":{"dtype":"BOOL","shape":[2],"data_offsets":[24,26]},
             "u":{"dtype":"U8","shape":[1,1],"data_offsets":[26,27]},
             "none":{"dtype":"F32","shape":[0,4],"data_offsets":[27,27]}}
            """,
            Arrays.copyOf(data.array(), 27));

    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.floats("d").values()).containsExactly(1.5f);
      assertThat(read.floats("h").values()).containsExactly(0.25f);
      assertThat(read.floats("b").values()).containsExactly(-2f);
      assertThat(read.floats("none").values()).isEmpty();
      assertThat(read.longs("l").values()).containsExactly(-7);
      assertThat(read.longs("i").values()).containsExactly(9);
      assertThat(read.longs("t").values()).containsExactly(1, 0);
      assertThat(read.longs("u").values()).containsExactly(200);
      assertThatThrownBy(() -> read.longs("d")).hasMessageContaining("whole numbers, found F64");
      assertThatThrownBy(() -> read.floats("x")).hasMessageContaining("holds no tensor x");
    }
  }

  @Test
  void aFileCutOffAnywhereIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(write());
    for (int length = 0; length < whole.length; length++) {
      Path file = Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> SafetensorsFile.open(file))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(MalformedSafetensors.class)
          .hasMessageContaining("cut.safetensors is cut off");
    }
  }

  @Test
  void bytesAfterTheLastTensorAreRefused() throws IOException {
    byte[] whole = Files.readAllBytes(write());
    Path file = Files.write(folder.resolve("longer"), Arrays.copyOf(whole, whole.length + 3));

    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .hasMessageContaining("3 bytes after its last tensor belong to none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1] | not a JSON object",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},"
            + "'b':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}"
            + " | tensor b overlaps tensor a",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}"
            + " | 4 bytes between the start of the data and tensor a belong to none",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | Duplicate",
        "{'a':{'dtype':'Q4','shape':[2],'data_offsets':[0,8]}} | unknown dtype 'Q4'",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}} | needs 12 bytes",
        "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | has the shape [-2]",
        "{'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}} | has the shape [2.0]",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | has data_offsets [8, 0]",
        "{'a':{'dtype':'F32','shape':[2]}} | has no data_offsets",
        "{'a':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,8]}}"
            + " | beyond any memory",
        "{'a':3} | unknown dtype",
        "nonsense | not JSON",
      })
  void aHeaderThatContradictsItselfIsRefused(String header, String words) throws IOException {
    Path file = raw(header.replace('\'', '"'), new byte[8]);

    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(MalformedSafetensors.class)
        .hasMessageContaining("raw.safetensors")
        .hasMessageContaining(words);
  }

  @Test
  void aHeaderPastTheLimitIsRefusedBeforeItIsRead() throws IOException {
    byte[] length = new byte[16];
    ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).putLong(100_000_001);
    Path file = Files.write(folder.resolve("huge"), length);

    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .hasMessageContaining("claims a header of 100000001 bytes, at most 100000000");
  }

  @Test
  void aHeaderAtTheLimitIsMissedAsCutOff() throws IOException {
    byte[] length = new byte[16];
    ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).putLong(100_000_000);
    Path file = Files.write(folder.resolve("limit"), length);

    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .hasMessageContaining("cut off inside its header: 100000008 bytes expected, 16 found");
  }

  private Path write() throws IOException {
    TreeMap<String, FloatTensor> tensors = new TreeMap<>();
    tensors.put("b", FloatTensor.of(new float[] {-0.5f}));
    tensors.put("a.first", FloatTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    Path file = folder.resolve("written.safetensors");
    SafetensorsWriter.write(file, tensors);
    return file;
  }

  private Path raw(String header, byte[] data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file = ByteBuffer.allocate(8 + text.length + data.length);
    file.order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).put(text).put(data);
    return Files.write(folder.resolve("raw.safetensors"), file.array());
  }
}
