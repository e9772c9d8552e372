package org.cinegraph.nodes.video.frame;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// Writes a picture as a PNG that holds the picture and nothing else: no date, no program, no
/// profile.
public final class Png {
  public static final String MEDIA_TYPE = "image/png";

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int BITS = 8;
  private static final int GREY = 0;
  private static final int TRUE_COLOUR = 2;
  private static final int FILTER_UP = 2;

  private Png() {}

  public static byte[] encode(Frame frame) {
    return encode(frame.width(), frame.height(), TRUE_COLOUR, frame.rgb());
  }

  /// @param levels one byte for each pixel, row by row
  public static byte[] encodeGrey(int width, int height, byte[] levels) {
    return encode(width, height, GREY, levels);
  }

  private static byte[] encode(int width, int height, int colours, byte[] samples) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(SIGNATURE);
      chunk(out, "IHDR", header(width, height, colours));
      chunk(out, "IDAT", pixels(height, samples));
      chunk(out, "IEND", new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  private static byte[] header(int width, int height, int colours) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(width);
    out.writeInt(height);
    out.writeByte(BITS);
    out.writeByte(colours);
    out.write(new byte[3]);
    return bytes.toByteArray();
  }

  private static byte[] pixels(int height, byte[] samples) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION);
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
      int length = samples.length / height;
      byte[] row = new byte[length];
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < length; x++) {
          int above = y == 0 ? 0 : samples[(y - 1) * length + x];
          row[x] = (byte) (samples[y * length + x] - above);
        }
        out.write(FILTER_UP);
        out.write(row);
      }
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  private static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 check = new CRC32();
    check.update(name);
    check.update(content);
    out.writeInt(content.length);
    out.write(name);
    out.write(content);
    out.writeInt((int) check.getValue());
  }
}
