package org.cinegraph.nodes.video.sound;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Writes a WAV file of 32-bit float samples, in pieces. Equal samples give equal bytes.
public final class WavWriter implements AutoCloseable {
  private static final int HEADER_BYTES = 58;
  private static final int SAMPLE_BYTES = Float.BYTES;

  private final FileChannel file;
  private final int channels;
  private final int rate;
  private long samples;

  private WavWriter(FileChannel file, int channels, int rate) {
    this.file = file;
    this.channels = channels;
    this.rate = rate;
  }

  /// Begins a file, replacing what is there.
  public static WavWriter create(Path path, int channels, int rate) throws IOException {
    FileChannel file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    file.position(HEADER_BYTES);
    return new WavWriter(file, channels, rate);
  }

  /// Writes a whole file at once.
  ///
  /// @param samples one array per channel
  public static void write(Path path, int rate, float[]... samples) throws IOException {
    try (WavWriter writer = create(path, samples.length, rate)) {
      writer.append(samples);
      writer.finish();
    }
  }

  /// Whether the file can hold so many samples more: its lengths are 32-bit numbers.
  public boolean hasRoomFor(long more) {
    return fits((samples + more) * channels * SAMPLE_BYTES);
  }

  /// @param more one array per channel, of equal lengths
  public void append(float[][] more) throws IOException {
    if (more.length != channels) {
      throw new IllegalArgumentException(
          "Sound of " + channels + " channels was given " + more.length);
    }
    ByteBuffer bytes = little(more[0].length * channels * SAMPLE_BYTES);
    for (int i = 0; i < more[0].length; i++) {
      for (float[] channel : more) {
        bytes.putFloat(channel[i]);
      }
    }
    writeFully(bytes.flip());
    samples += more[0].length;
  }

  /// Makes the file whole.
  public void finish() throws IOException {
    long dataBytes = samples * channels * SAMPLE_BYTES;
    if (!fits(dataBytes)) {
      throw new IOException("A WAV file cannot hold " + dataBytes + " bytes of sound");
    }
    ByteBuffer header = little(HEADER_BYTES);
    header.putInt(WavHeader.RIFF).putInt((int) (dataBytes + HEADER_BYTES - 8));
    header.putInt(WavHeader.WAVE);
    header.putInt(WavHeader.FORMAT).putInt(18);
    header.putShort((short) WavHeader.FLOAT_SAMPLES).putShort((short) channels);
    header.putInt(rate).putInt(rate * channels * SAMPLE_BYTES);
    header.putShort((short) (channels * SAMPLE_BYTES)).putShort((short) (8 * SAMPLE_BYTES));
    header.putShort((short) 0);
    header.putInt(WavHeader.FACT).putInt(4).putInt((int) samples);
    header.putInt(WavHeader.DATA).putInt((int) dataBytes);
    file.position(0);
    writeFully(header.flip());
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private static boolean fits(long dataBytes) {
    return dataBytes + HEADER_BYTES <= 0xffff_ffffL;
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
