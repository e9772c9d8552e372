package org.cinegraph.nodes.tensor.program;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.safetensors.MalformedSafetensors;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsFile;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsHeader;
import org.cinegraph.nodes.tensor.safetensors.TensorEntry;

/// The weights of a network, as the `Dict[str, Tensor]` that its program takes. The file is mapped
/// by libtorch and never copied: pages are read when a call needs them, and several processes share
/// them. The dictionary is made once.
///
/// Threads may share it. Close it when no call uses it any more; the file must not change before.
public final class Weights implements Argument, AutoCloseable {
  private final PtNDManager manager;
  private final IValue dictionary;
  private final long bytes;

  private Weights(PtNDManager manager, IValue dictionary, long bytes) {
    this.manager = manager;
    this.dictionary = dictionary;
    this.bytes = bytes;
  }

  /// @param network the name of what wants the tensors, for messages
  /// @throws NodeFailure the file is damaged, or does not hold exactly the expected tensors
  public static Weights load(Path file, String network, ExpectedTensors expected)
      throws NodeFailure, IOException {
    SafetensorsHeader header = header(file);
    Differences differences = expected.compare(header);
    if (!differences.isEmpty()) {
      throw NodeFailure.user(
          "weights-mismatch",
          "The weights %s do not fit %s: %s. Take the weights that belong to the package's configuration."
              .formatted(file, network, differences.written()));
    }
    PtNDManager manager = TensorEngine.current().newManager();
    try (MappedFile mapped = MappedFile.open(file, header, manager)) {
      Map<String, PtNDArray> tensors = new LinkedHashMap<>();
      long bytes = 0;
      for (TensorEntry entry : header.tensors().values()) {
        tensors.put(entry.name(), mapped.view(entry));
        bytes += entry.bytes();
      }
      IValue dictionary = IValue.stringMapFrom(tensors);
      tensors.values().forEach(PtNDArray::close);
      return new Weights(manager, dictionary, bytes);
    } catch (RuntimeException | NodeFailure e) {
      manager.close();
      throw e;
    }
  }

  private static SafetensorsHeader header(Path file) throws IOException, NodeFailure {
    try {
      return SafetensorsFile.header(file);
    } catch (MalformedSafetensors e) {
      throw NodeFailure.user("weights-damaged", e.getMessage() + " Fetch the package again.");
    }
  }

  IValue dictionary() {
    return dictionary;
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
