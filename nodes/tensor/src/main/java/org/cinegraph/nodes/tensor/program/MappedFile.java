package org.cinegraph.nodes.tensor.program;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.cinegraph.graph.type.Dtype;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.safetensors.ElementType;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsHeader;
import org.cinegraph.nodes.tensor.safetensors.TensorEntry;

/// A file as libtorch maps it: once as a whole for each element type, tensors are views of that.
/// What is made without gradients can never have a part in one; so it is made with them.
///
/// This way bfloat16 needs no case in DJL, and sizes past 2 GiB none in Java. A tensor that is
/// wanted in another type is mapped for itself and let go, so that what was read of the file does
/// not stay in memory beside its copy.
final class MappedFile implements AutoCloseable {
  private final Path file;
  private final long fileBytes;
  private final long dataStart;
  private final PtNDManager owner;
  private final Map<ElementType, PtNDArray> whole = new EnumMap<>(ElementType.class);

  private MappedFile(Path file, long dataStart, PtNDManager owner) throws IOException {
    this.file = file;
    this.fileBytes = Files.size(file);
    this.dataStart = dataStart;
    this.owner = owner;
  }

  static MappedFile open(Path file, SafetensorsHeader header, PtNDManager owner)
      throws IOException {
    return new MappedFile(file, header.dataStart(), owner);
  }

  /// The tensor where it lies in the file.
  PtNDArray view(TensorEntry entry) throws NodeFailure {
    try (IValue flat = IValue.from(whole(entry.type()));
        IValue offset = IValue.from(firstElement(entry));
        IValue shape = IValue.listFrom(entry.shape().toArray());
        IValue view = GradientCalls.run(Mapper.MODULE, "view", flat, offset, shape)) {
      return view.toTensor(owner);
    }
  }

  /// A copy of the tensor in another type.
  PtNDArray copy(TensorEntry entry, Dtype dtype) throws NodeFailure {
    try (IValue path = IValue.from(file.toAbsolutePath().toString());
        IValue count = IValue.from(fileBytes / entry.type().bytes());
        IValue number = IValue.from(numberOf(entry.type()));
        IValue offset = IValue.from(firstElement(entry));
        IValue shape = IValue.listFrom(entry.shape().toArray());
        IValue wanted = IValue.from(Argument.numberOf(dtype));
        IValue copy =
            GradientCalls.run(Mapper.MODULE, "copy", path, count, number, offset, shape, wanted)) {
      return copy.toTensor(owner);
    }
  }

  private long firstElement(TensorEntry entry) throws NodeFailure {
    int width = entry.type().bytes();
    long position = dataStart + entry.offset();
    if (position % width != 0) {
      throw NodeFailure.user(
          "weights-unaligned",
          "Tensor %s of %s begins at byte %d, which is no multiple of its element's %d bytes. Write the file again with a current safetensors library."
              .formatted(entry.name(), file, position, width));
    }
    return position / width;
  }

  private PtNDArray whole(ElementType type) throws NodeFailure {
    PtNDArray mapped = whole.get(type);
    if (mapped == null) {
      mapped = map(type);
      whole.put(type, mapped);
    }
    return mapped;
  }

  private PtNDArray map(ElementType type) throws NodeFailure {
    try (IValue path = IValue.from(file.toAbsolutePath().toString());
        IValue count = IValue.from(fileBytes / type.bytes());
        IValue number = IValue.from(numberOf(type));
        IValue result = GradientCalls.run(Mapper.MODULE, "map", path, count, number)) {
      return result.toTensor(owner);
    }
  }

  /// The number of the element type in libtorch.
  private long numberOf(ElementType type) throws NodeFailure {
    return switch (type) {
      case U8 -> 0;
      case I8 -> 1;
      case I16 -> 2;
      case I32 -> 3;
      case I64 -> 4;
      case F16 -> 5;
      case F32 -> 6;
      case F64 -> 7;
      case BOOL -> 11;
      case BF16 -> 15;
      case F8_E5M2 -> 23;
      case F8_E4M3 -> 24;
      case U16, U32, U64 ->
          throw NodeFailure.user(
              "weights-type",
              "%s holds tensors of %s, which no network takes.".formatted(file, type));
    };
  }

  @Override
  public void close() {
    whole.values().forEach(PtNDArray::close);
  }

  /// Compiled once, when the first file is mapped, for as long as the process lives.
  private static final class Mapper {
    static final PtSymbolBlock MODULE = load();

    private static PtSymbolBlock load() {
      byte[] archive = ProgramArchive.of(Program.text(MappedFile.class));
      try {
        PtNDManager manager = TensorEngine.current().newManager();
        return JniUtils.loadModule(manager, new ByteArrayInputStream(archive), false, false);
      } catch (IOException e) {
        throw new UncheckedIOException("Reading from memory failed", e);
      }
    }
  }
}
