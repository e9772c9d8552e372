package org.cinegraph.nodes.tensor.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The digests were made by `torch.randn` with a CPU generator.
class TorchNoiseTest {
  @ParameterizedTest
  @CsvSource({
    "42,        262147,          ea748562c2ec11b40db384f8880a2c68aca29037c74f27a6b320233899909c6e",
    "0,         1x4x128x128,     33e5e1492edd7110d7f1a65492cbc485924cb2dc9343099bd01121af5e47a0e7",
    "0,         1x16x21x60x104,  2ca98a1bb276e55898b13ea2112a2e197d3b9a2cc6c9d3080fc6728894a4cd23",
    "0,         1x16x32x96x96,   7b9b84fa90be1b212c11b8fb2679a5f1a4d3b042352bd503920e368acc55abb8",
    "123456789, 1x16x33x90x160,  91b6f531ad974a9778cbb5b522eeaeca567f36509e6f861958532acf3aaff41a",
  })
  @Gate(kind = Gate.Kind.NOISE, what = "torch.randn with a CPU generator, up to 7.6 M numbers")
  void largeDrawsHaveTheBytesOfTorch(long seed, String sizes, String digest) throws Exception {
    long[] shape = java.util.Arrays.stream(sizes.split("x")).mapToLong(Long::parseLong).toArray();

    float[] values = TorchNoise.seeded(seed).normal(Shape.of(shape)).values();

    assertThat(sha256(values)).isEqualTo(digest);
  }

  @Test
  void fewerThanSixteenNumbersAreDrawnInPairs() {
    assertThat(TorchNoise.seeded(0).normal(5))
        .containsExactly(1.54099607f, -0.293428898f, -2.17878938f, 0.568431258f, -1.08452237f);
  }

  @Test
  void sixteenNumbersAreDrawnAsABlock() {
    assertThat(TorchNoise.seeded(0).normal(16))
        .startsWith(-1.12583983f, -1.1523602f, -0.250578582f, -0.433878809f);
  }

  @Test
  void aTailIsDrawnAnewOverTheBlockBeforeIt() {
    float[] values = TorchNoise.seeded(42).normal(17);

    assertThat(values).startsWith(1.92691529f, -0.159597471f, -0.497397542f, 0.439589262f);
    assertThat(values).endsWith(0.859858513f, -0.309726775f);
  }

  @Test
  void theSecondHalfOfAPairWaitsAcrossALargeDraw() {
    TorchNoise interrupted = TorchNoise.seeded(7);
    float[] three = interrupted.normal(3);
    interrupted.normal(16);

    float[] four = TorchNoise.seeded(7).normal(4);

    assertThat(three).containsExactly(four[0], four[1], four[2]);
    assertThat(interrupted.normal(1)).containsExactly(four[3]);
  }

  @Test
  void onlyTheLowHalfOfASeedCounts() {
    assertThat(TorchNoise.seeded(42L + (1L << 32)).normal(20))
        .isEqualTo(TorchNoise.seeded(42).normal(20));
    assertThat(TorchNoise.seeded(-1).normal(20))
        .isEqualTo(TorchNoise.seeded(0xffffffffL).normal(20));
  }

  @Test
  void aRestoredStreamGoesOnAsIfItHadNotStopped() throws IOException {
    TorchNoise noise = TorchNoise.seeded(3);
    noise.normal(700);
    noise.normal(3);
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    noise.save(new DataOutputStream(saved));

    TorchNoise restored =
        TorchNoise.restore(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));

    assertThat(restored.normal(1)).isEqualTo(noise.normal(1));
    assertThat(restored.normal(1000)).isEqualTo(noise.normal(1000));
  }

  private static String sha256(float[] values) throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
  }
}
