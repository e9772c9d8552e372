package org.cinegraph.nodes.tensor.program;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.cinegraph.graph.type.Dtype;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.safetensors.ElementType;
import org.cinegraph.nodes.tensor.safetensors.MalformedSafetensors;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsHeader;
import org.cinegraph.nodes.tensor.safetensors.TensorEntry;
import org.cinegraph.nodes.tensor.safetensors.WeightFiles;

/// The weights of a network, as the `Dict[str, Tensor]` that its program takes. The files are
/// mapped by libtorch and not copied: pages are read when a call needs them, and several processes
/// share them. What is kept in other 16 bits than the network computes in, or in more, is copied
/// once, a tensor at a time; what is kept in fewer than float32 is widened by each call that needs
/// it. The dictionary is made once.
///
/// Threads may share it. Close it when no call uses it any more; the files must not change before.
public final class Weights implements Argument, AutoCloseable {
  private static final int HALF_BYTES = 2;

  private final PtNDManager manager;
  private final IValue dictionary;
  private final long bytes;
  private final SequencedMap<Path, Long> sizes;

  private Weights(
      PtNDManager manager, IValue dictionary, long bytes, SequencedMap<Path, Long> sizes) {
    this.manager = manager;
    this.dictionary = dictionary;
    this.bytes = bytes;
    this.sizes = sizes;
  }

  /// For a network that computes in float32.
  ///
  /// @param network the name of what wants the tensors, for messages
  /// @throws NodeFailure a file is damaged, or they do not hold exactly the expected tensors
  public static Weights load(WeightFiles files, String network, ExpectedTensors expected)
      throws NodeFailure, IOException {
    return load(files, network, expected, Dtype.F32);
  }

  /// The same for one that computes in another type.
  public static Weights load(
      WeightFiles files, String network, ExpectedTensors expected, Dtype dtype)
      throws NodeFailure, IOException {
    SequencedMap<Path, SafetensorsHeader> headers = headers(files);
    SequencedMap<String, TensorEntry> held = new LinkedHashMap<>();
    headers.values().forEach(header -> held.putAll(header.tensors()));
    Differences differences = expected.compare(held);
    if (!differences.isEmpty()) {
      throw NodeFailure.user(
          "weights-mismatch",
          "The weights %s do not fit %s: %s. Take the weights that belong to the package's configuration."
              .formatted(files.named(), network, differences.written()));
    }
    return map(headers, expected, dtype);
  }

  private static Weights map(
      SequencedMap<Path, SafetensorsHeader> headers, ExpectedTensors expected, Dtype dtype)
      throws NodeFailure, IOException {
    PtNDManager manager = TensorEngine.current().newManager();
    Map<String, PtNDArray> tensors = new LinkedHashMap<>();
    SequencedMap<Path, Long> sizes = new LinkedHashMap<>();
    long bytes = 0;
    try {
      for (Map.Entry<Path, SafetensorsHeader> file : headers.entrySet()) {
        if (staysMapped(file.getValue(), expected, dtype)) {
          sizes.put(file.getKey(), Files.size(file.getKey()));
        }
        bytes += view(file.getKey(), file.getValue(), expected, dtype, manager, tensors);
      }
      IValue dictionary = IValue.stringMapFrom(tensors);
      tensors.values().forEach(PtNDArray::close);
      return new Weights(manager, dictionary, bytes, sizes);
    } catch (RuntimeException | NodeFailure | IOException e) {
      manager.close();
      throw e;
    }
  }

  /// Adds the tensors of one file; returns their bytes.
  private static long view(
      Path file,
      SafetensorsHeader header,
      ExpectedTensors expected,
      Dtype dtype,
      PtNDManager manager,
      Map<String, PtNDArray> tensors)
      throws NodeFailure, IOException {
    long bytes = 0;
    try (MappedFile mapped = MappedFile.open(file, header, manager)) {
      for (TensorEntry entry : header.tensors().values()) {
        if (expected.uses(entry.name())) {
          boolean stays = stays(entry.type(), dtype);
          tensors.put(entry.name(), stays ? mapped.view(entry) : mapped.copy(entry, dtype));
          bytes += stays ? entry.bytes() : HALF_BYTES * entry.shape().elements();
        }
      }
    }
    return bytes;
  }

  private static boolean staysMapped(
      SafetensorsHeader header, ExpectedTensors expected, Dtype dtype) {
    return header.tensors().values().stream()
        .anyMatch(entry -> expected.uses(entry.name()) && stays(entry.type(), dtype));
  }

  /// Whether a tensor is used where it lies: what computes in float32 widens it when it is needed.
  private static boolean stays(ElementType kept, Dtype dtype) {
    return switch (dtype) {
      case F32 -> true;
      case BF16 -> kept == ElementType.BF16;
      case F16 -> kept == ElementType.F16;
    };
  }

  private static SequencedMap<Path, SafetensorsHeader> headers(WeightFiles files)
      throws IOException, NodeFailure {
    try {
      return files.headers();
    } catch (MalformedSafetensors e) {
      throw NodeFailure.user("weights-damaged", e.getMessage() + " Fetch the package again.");
    }
  }

  IValue dictionary() {
    return dictionary;
  }

  /// Reading a page of a mapped file behind its end ends the process, so each call asks before.
  ///
  /// @throws NodeFailure a file is gone or has another length than when it was mapped
  void requireFiles() throws NodeFailure {
    for (Map.Entry<Path, Long> file : sizes.entrySet()) {
      long found = sizeOf(file.getKey());
      if (found != file.getValue()) {
        throw NodeFailure.user(
            "weights-changed",
            "%s %s while it was in use: expected %d bytes. Put the file back; a package that is in use must not change."
                .formatted(
                    file.getKey(),
                    found < 0 ? "went away" : "became " + found + " bytes",
                    file.getValue()));
      }
    }
  }

  private static long sizeOf(Path file) {
    try {
      return Files.size(file);
    } catch (IOException gone) {
      return -1;
    }
  }

  /// What the tensors take when all of them have been used.
  public long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    dictionary.close();
    manager.close();
  }
}
