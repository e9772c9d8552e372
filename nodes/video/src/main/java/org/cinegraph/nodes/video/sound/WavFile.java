package org.cinegraph.nodes.video.sound;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Reads a WAV file in pieces: float samples as this project writes them, and 16- or 24-bit
/// integers as others do.
public final class WavFile implements SampleSource, AutoCloseable {
  public static final String MEDIA_TYPE = "audio/wav";

  private final FileChannel channel;
  private final WavHeader header;

  private WavFile(FileChannel channel, WavHeader header) {
    this.channel = channel;
    this.header = header;
  }

  /// @throws NotWavException the file is no WAV or of a kind that is not read; says what it found
  public static WavFile open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new WavFile(channel, WavHeader.read(channel));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public int channels() {
    return header.channels();
  }

  @Override
  public int rate() {
    return header.rate();
  }

  @Override
  public long samples() {
    return header.samples();
  }

  @Override
  public float[][] read(long first, int count) throws IOException {
    float[][] result = new float[channels()][count];
    long from = Math.max(0, first);
    long to = Math.min(samples(), first + count);
    if (from >= to) {
      return result;
    }
    int frameBytes = header.coding().bytes() * channels();
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact((to - from) * frameBytes))
            .order(ByteOrder.LITTLE_ENDIAN);
    WavHeader.readFully(channel, bytes, header.dataStart() + from * frameBytes);
    for (int i = (int) (from - first); bytes.hasRemaining(); i++) {
      for (int c = 0; c < channels(); c++) {
        result[c][i] = header.coding().next(bytes);
      }
    }
    return result;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
