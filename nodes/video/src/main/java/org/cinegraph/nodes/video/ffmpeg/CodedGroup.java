package org.cinegraph.nodes.video.ffmpeg;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A closed group of pictures as H.264 packets, one per frame, in the order in which they are
/// shown: it can be decoded without any other, and groups of equal headers can stand one after the
/// other.
///
/// @param header the parameter sets that its packets refer to
@SuppressWarnings("ArrayRecordComponent")
public record CodedGroup(byte[] header, List<Packet> packets) {
  private static final int MAGIC = 0x43473634;
  private static final int MOST_BYTES = 1 << 28;

  public CodedGroup {
    packets = List.copyOf(packets);
  }

  /// @param key whether decoding can begin here
  @SuppressWarnings("ArrayRecordComponent")
  public record Packet(boolean key, byte[] bytes) {}

  public void write(DataOutputStream out) throws IOException {
    out.writeInt(MAGIC);
    writeBytes(out, header);
    out.writeInt(packets.size());
    for (Packet packet : packets) {
      out.writeBoolean(packet.key());
      writeBytes(out, packet.bytes());
    }
  }

  public static CodedGroup read(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC) {
      throw new MediaException("Not a coded group of pictures");
    }
    byte[] header = readBytes(in);
    int count = in.readInt();
    List<Packet> packets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      packets.add(new Packet(in.readBoolean(), readBytes(in)));
    }
    return new CodedGroup(header, packets);
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MOST_BYTES) {
      throw new MediaException("A coded group of pictures is damaged");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
