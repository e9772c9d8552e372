package org.cinegraph.nodes.tensor.safetensors;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.LongTensor;

/// A safetensors file, mapped into memory: opening reads the header alone, and a tensor's pages are
/// read when it is.
///
/// Threads may share it; after [#close] no tensor can be read, those read before stay.
public final class SafetensorsFile implements AutoCloseable {
  private static final int LENGTH_BYTES = 8;

  /// What a Java array holds for certain.
  private static final int MOST_ELEMENTS = Integer.MAX_VALUE - 8;

  private static final ValueLayout.OfFloat LITTLE_FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble LITTLE_DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort LITTLE_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt LITTLE_INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LITTLE_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Path path;
  private final SafetensorsHeader header;
  private final Arena arena;
  private final MemorySegment mapped;

  private SafetensorsFile(Path path, SafetensorsHeader header, Arena arena, MemorySegment mapped) {
    this.path = path;
    this.header = header;
    this.arena = arena;
    this.mapped = mapped;
  }

  /// @throws MalformedSafetensors the file is cut off, altered or of another format
  public static SafetensorsFile open(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      SafetensorsHeader header = readHeader(path, channel);
      Arena arena = Arena.ofShared();
      try {
        MemorySegment mapped = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
        return new SafetensorsFile(path, header, arena, mapped);
      } catch (IOException | RuntimeException e) {
        arena.close();
        throw e;
      }
    }
  }

  /// Reads and checks the header without mapping the data.
  public static SafetensorsHeader header(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return readHeader(path, channel);
    }
  }

  private static SafetensorsHeader readHeader(Path path, FileChannel channel) throws IOException {
    String file = path.toString();
    long size = channel.size();
    if (size < LENGTH_BYTES) {
      throw new MalformedSafetensors(
          "%s is cut off: a safetensors file has at least 8 bytes, this one %d."
              .formatted(file, size));
    }
    long headerBytes = read(channel, 0, LENGTH_BYTES).getLong();
    if (headerBytes < 0 || headerBytes > SafetensorsHeader.MOST_HEADER_BYTES) {
      throw new MalformedSafetensors(
          "%s is not safetensors: it claims a header of %s bytes, at most %d are allowed."
              .formatted(
                  file, Long.toUnsignedString(headerBytes), SafetensorsHeader.MOST_HEADER_BYTES));
    }
    long dataStart = LENGTH_BYTES + headerBytes;
    if (dataStart > size) {
      throw new MalformedSafetensors(
          "%s is cut off inside its header: %d bytes expected, %d found."
              .formatted(file, dataStart, size));
    }
    ByteBuffer json = read(channel, LENGTH_BYTES, (int) headerBytes);
    return new HeaderReader(file).read(json, dataStart, size - dataStart);
  }

  private static ByteBuffer read(FileChannel channel, long position, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new MalformedSafetensors("The file became shorter while it was read.");
      }
    }
    return buffer.flip();
  }

  public Path path() {
    return path;
  }

  public SafetensorsHeader header() {
    return header;
  }

  /// A copy of a tensor of floats of any width, as 32-bit floats.
  ///
  /// @throws MalformedSafetensors the file has no such tensor, or it holds no floats
  public FloatTensor floats(String name) throws MalformedSafetensors {
    TensorEntry entry = entry(name);
    float[] values = new float[count(entry)];
    try {
      copy(entry, values);
    } catch (InternalError e) {
      throw shortened(e);
    }
    return FloatTensor.of(entry.shape(), values);
  }

  private void copy(TensorEntry entry, float[] values) throws MalformedSafetensors {
    MemorySegment data = bytes(entry);
    switch (entry.type()) {
      case F32 -> MemorySegment.copy(data, LITTLE_FLOAT, 0, values, 0, values.length);
      case F64 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) data.getAtIndex(LITTLE_DOUBLE, i);
        }
      }
      case F16 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = Float.float16ToFloat(data.getAtIndex(LITTLE_SHORT, i));
        }
      }
      case BF16 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = Float.intBitsToFloat(data.getAtIndex(LITTLE_SHORT, i) << 16);
        }
      }
      case F8_E4M3, F8_E5M2, I64, I32, I16, I8, U64, U32, U16, U8, BOOL ->
          throw wrongType(entry, "floats");
    }
  }

  /// The JVM's word for a mapped page that is not there any more.
  private MalformedSafetensors shortened(InternalError fault) {
    return new MalformedSafetensors(path + " became shorter while it was read.", fault);
  }

  private int count(TensorEntry entry) throws MalformedSafetensors {
    if (entry.shape().elements() > MOST_ELEMENTS) {
      throw new MalformedSafetensors(
          "Tensor %s of %s has %d elements, at most %d can be read."
              .formatted(entry.name(), path, entry.shape().elements(), MOST_ELEMENTS));
    }
    return (int) entry.shape().elements();
  }

  /// A copy of a tensor of whole numbers.
  ///
  /// @throws MalformedSafetensors the file has no such tensor, or it holds no whole numbers
  public LongTensor longs(String name) throws MalformedSafetensors {
    TensorEntry entry = entry(name);
    long[] values = new long[count(entry)];
    try {
      copy(entry, values);
    } catch (InternalError e) {
      throw shortened(e);
    }
    return LongTensor.of(entry.shape(), values);
  }

  private void copy(TensorEntry entry, long[] values) throws MalformedSafetensors {
    MemorySegment data = bytes(entry);
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (entry.type()) {
            case I64 -> data.getAtIndex(LITTLE_LONG, i);
            case I32 -> data.getAtIndex(LITTLE_INT, i);
            case U8, BOOL -> Byte.toUnsignedLong(data.get(ValueLayout.JAVA_BYTE, i));
            case F64, F32, F16, BF16, F8_E4M3, F8_E5M2, I16, I8, U64, U32, U16 ->
                throw wrongType(entry, "whole numbers");
          };
    }
  }

  /// The bytes of a tensor where they lie, without a copy; dead after [#close].
  public MemorySegment bytes(TensorEntry entry) {
    return mapped.asSlice(header.dataStart() + entry.offset(), entry.bytes());
  }

  private TensorEntry entry(String name) throws MalformedSafetensors {
    TensorEntry entry = header.tensors().get(name);
    if (entry == null) {
      throw new MalformedSafetensors(
          "%s holds no tensor %s, only %s.".formatted(path, name, header.tensors().keySet()));
    }
    return entry;
  }

  private MalformedSafetensors wrongType(TensorEntry entry, String wanted) {
    return new MalformedSafetensors(
        "Tensor %s of %s was expected to hold %s, found %s."
            .formatted(entry.name(), path, wanted, entry.type()));
  }

  @Override
  public void close() {
    arena.close();
  }
}
