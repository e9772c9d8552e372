package org.cinegraph.nodes.video.sound;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/// What the chunks before the samples say.
record WavHeader(int channels, int rate, Coding coding, long dataStart, long samples) {
  static final int RIFF = tag("RIFF");
  static final int WAVE = tag("WAVE");
  static final int FORMAT = tag("fmt ");
  static final int FACT = tag("fact");
  static final int DATA = tag("data");
  static final int INTEGER_SAMPLES = 1;
  static final int FLOAT_SAMPLES = 3;

  private static final int EXTENSIBLE = 0xfffe;
  private static final int MOST_CHANNELS = 64;
  private static final int FORMAT_BYTES = 16;
  private static final int EXTENSIBLE_BYTES = 26;
  private static final int CODE_IN_EXTENSION = 24;

  /// How a sample is written.
  enum Coding {
    INTEGER_16(2),
    INTEGER_24(3),
    FLOAT_32(4);

    private final int bytes;

    Coding(int bytes) {
      this.bytes = bytes;
    }

    int bytes() {
      return bytes;
    }

    float next(ByteBuffer from) {
      return switch (this) {
        case INTEGER_16 -> from.getShort() / 32_768f;
        case INTEGER_24 -> ((from.getShort() & 0xffff) | from.get() << 16) / 8_388_608f;
        case FLOAT_32 -> from.getFloat();
      };
    }
  }

  private record Sound(int channels, int rate, Coding coding) {}

  static WavHeader read(FileChannel file) throws IOException {
    ByteBuffer start = bytes(file, 0, 12);
    if (start.getInt(0) != RIFF || start.getInt(8) != WAVE) {
      throw new NotWavException("The file does not begin as a WAV does");
    }
    Sound sound = null;
    long at = 12;
    while (at + 8 <= file.size()) {
      ByteBuffer head = bytes(file, at, 8);
      long length = head.getInt(4) & 0xffff_ffffL;
      if (head.getInt(0) == FORMAT) {
        sound = sound(bytes(file, at + 8, (int) Math.min(length, EXTENSIBLE_BYTES)));
      } else if (head.getInt(0) == DATA && sound != null) {
        long present = Math.min(length, file.size() - at - 8);
        long samples = present / ((long) sound.coding().bytes() * sound.channels());
        return new WavHeader(sound.channels(), sound.rate(), sound.coding(), at + 8, samples);
      }
      at += 8 + length + (length & 1);
    }
    throw new NotWavException("The WAV file holds no samples");
  }

  static void readFully(FileChannel file, ByteBuffer into, long at) throws IOException {
    long position = at;
    while (into.hasRemaining()) {
      int read = file.read(into, position);
      if (read < 0) {
        throw new NotWavException("The WAV file ends too early");
      }
      position += read;
    }
    into.flip();
  }

  private static Sound sound(ByteBuffer format) throws NotWavException {
    if (format.remaining() < FORMAT_BYTES) {
      throw new NotWavException("The WAV file's format is cut short");
    }
    int code = format.getShort(0) & 0xffff;
    if (code == EXTENSIBLE && format.remaining() == EXTENSIBLE_BYTES) {
      code = format.getShort(CODE_IN_EXTENSION) & 0xffff;
    }
    int channels = format.getShort(2) & 0xffff;
    int rate = format.getInt(4);
    if (channels < 1 || channels > MOST_CHANNELS || rate < 1) {
      throw new NotWavException(
          "A WAV file of " + channels + " channels at " + rate + " Hz cannot be read");
    }
    return new Sound(channels, rate, coding(code, format.getShort(14)));
  }

  private static Coding coding(int code, int bits) throws NotWavException {
    if (code == INTEGER_SAMPLES && bits == 16) {
      return Coding.INTEGER_16;
    }
    if (code == INTEGER_SAMPLES && bits == 24) {
      return Coding.INTEGER_24;
    }
    if (code == FLOAT_SAMPLES && bits == 32) {
      return Coding.FLOAT_32;
    }
    throw new NotWavException(
        "WAV coding " + code + " with " + bits + " bits is not read; 16, 24 or float 32 bits are");
  }

  private static ByteBuffer bytes(FileChannel file, long at, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    readFully(file, bytes, at);
    return bytes;
  }

  private static int tag(String name) {
    return name.charAt(0) | name.charAt(1) << 8 | name.charAt(2) << 16 | name.charAt(3) << 24;
  }
}
