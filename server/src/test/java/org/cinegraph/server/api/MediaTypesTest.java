package org.cinegraph.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MediaTypesTest {
  @Test
  void theFirstBytesSayWhatAFileIs() {
    assertThat(probe(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0}))
        .isEqualTo("image/png");
    assertThat(probe(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0}))
        .isEqualTo("image/jpeg");
    assertThat(probe(ascii("\0\0\0\u0018ftypmp42"))).isEqualTo("video/mp4");
    assertThat(probe(ascii("RIFF....WAVEfmt "))).isEqualTo("audio/wav");
    assertThat(probe(ascii("  {\"a\": 1}\n"))).isEqualTo("application/json");
    assertThat(probe(ascii("[1]"))).isEqualTo("application/json");
    assertThat(probe(ascii("a red ball"))).isEqualTo("text/plain");
    assertThat(probe("zwölf Bälle".getBytes(StandardCharsets.UTF_8))).isEqualTo("text/plain");
    assertThat(probe(new byte[] {0, 1, 2, 3})).isEqualTo("application/octet-stream");
  }

  @Test
  void aSafetensorsFileIsOneWhoseHeaderFitsIntoIt() {
    assertThat(probe(safetensors(2))).isEqualTo("application/safetensors");
    assertThat(probe(safetensors(3))).isEqualTo("application/octet-stream");
  }

  @Test
  void anEmptyFileIsText() {
    assertThat(probe(new byte[0])).isEqualTo("text/plain");
  }

  @Test
  void aCharacterThatTheHeadCutsIsNoReasonToCallATextBinary() {
    byte[] text = "ä".repeat(MediaTypes.HEAD).getBytes(StandardCharsets.UTF_8);
    byte[] head = Arrays.copyOf(text, MediaTypes.HEAD - 1);

    assertThat(MediaTypes.probe(head, text.length)).isEqualTo("text/plain");
    assertThat(MediaTypes.probe(head, head.length)).isEqualTo("application/octet-stream");
  }

  private static byte[] safetensors(long header) {
    byte[] file = Arrays.copyOf(new byte[8], 10);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(header).put((byte) '{');
    file[9] = '}';
    return file;
  }

  private static String probe(byte[] file) {
    return MediaTypes.probe(file, file.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
