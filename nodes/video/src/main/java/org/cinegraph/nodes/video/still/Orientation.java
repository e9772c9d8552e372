package org.cinegraph.nodes.video.still;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cinegraph.nodes.video.frame.Frame;

/// How a camera was held: a JPEG may note (Exif, tag 274) that its picture is to be turned or
/// mirrored to stand upright. What cannot be understood of the note is passed over, as viewers do.
final class Orientation {
  private static final int UPRIGHT = 1;
  private static final int LAST = 8;

  /// From here on width and height change places.
  private static final int FIRST_LYING = 5;

  private static final int TAG = 274;
  private static final int ENTRY = 12;
  private static final int APP1 = 0xffe1;
  private static final int START_OF_SCAN = 0xffda;
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

  private Orientation() {}

  /// @return 1 to 8, as Exif numbers them; 1 is upright
  static int of(Path jpeg) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(jpeg)))) {
      in.readUnsignedShort();
      while (true) {
        int marker = in.readUnsignedShort();
        int length = in.readUnsignedShort() - Short.BYTES;
        if (marker < 0xff00 || marker == START_OF_SCAN || length < 0) {
          return UPRIGHT;
        }
        byte[] segment = in.readNBytes(length);
        if (marker == APP1 && startsWithExif(segment)) {
          return read(ByteBuffer.wrap(segment, EXIF.length, length - EXIF.length).slice());
        }
      }
    } catch (EOFException
        | BufferUnderflowException
        | IllegalArgumentException
        | IndexOutOfBoundsException e) {
      return UPRIGHT;
    }
  }

  private static boolean startsWithExif(byte[] segment) {
    return segment.length > EXIF.length
        && ByteBuffer.wrap(segment, 0, EXIF.length).equals(ByteBuffer.wrap(EXIF));
  }

  /// @param tiff a TIFF header with its first directory
  private static int read(ByteBuffer tiff) {
    tiff.order(tiff.getShort() == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    tiff.position(4);
    tiff.position(tiff.getInt());
    int entries = Short.toUnsignedInt(tiff.getShort());
    for (int i = 0; i < entries; i++) {
      ByteBuffer entry = tiff.slice(tiff.position() + i * ENTRY, ENTRY).order(tiff.order());
      if (Short.toUnsignedInt(entry.getShort()) == TAG) {
        int found = Short.toUnsignedInt(entry.getShort(8));
        return found >= UPRIGHT && found <= LAST ? found : UPRIGHT;
      }
    }
    return UPRIGHT;
  }

  /// The picture as it stands upright.
  static Still upright(Still still, int orientation) {
    if (orientation == UPRIGHT) {
      return still;
    }
    Frame from = still.colours();
    boolean lying = orientation >= FIRST_LYING;
    Frame to =
        lying ? Frame.blank(from.height(), from.width()) : Frame.blank(from.width(), from.height());
    byte[] alpha = new byte[still.alpha().length];
    for (int i = 0; i < alpha.length; i++) {
      int source = source(orientation, i % to.width(), i / to.width(), from);
      alpha[i] = still.alpha()[source];
      System.arraycopy(
          from.rgb(), source * Frame.CHANNELS, to.rgb(), i * Frame.CHANNELS, Frame.CHANNELS);
    }
    return new Still(to, alpha);
  }

  /// Which pixel of the file stands at a place.
  private static int source(int orientation, int x, int y, Frame from) {
    int right = from.width() - 1;
    int lower = from.height() - 1;
    return switch (orientation) {
      case 2 -> y * from.width() + right - x;
      case 3 -> (lower - y) * from.width() + right - x;
      case 4 -> (lower - y) * from.width() + x;
      case 5 -> x * from.width() + y;
      case 6 -> (lower - x) * from.width() + y;
      case 7 -> (lower - x) * from.width() + right - y;
      case 8 -> x * from.width() + right - y;
      default -> throw new IllegalStateException("No orientation " + orientation);
    };
  }
}
