package org.cinegraph.nodes.video;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.ModelFolder;
import org.cinegraph.nodes.sdk.ModelLoader;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.sdk.Parameters;
import org.cinegraph.nodes.sdk.StepLoop;

/// A context over a folder of files named by digest. Its loops save and restore their state before
/// every step, as if each step ran on another worker.
public final class FolderContext implements NodeContext {
  private final Path store;
  private final Path temporary;
  private final SequencedMap<String, PortValue> inputs = new LinkedHashMap<>();
  private final SequencedMap<String, Value> parameters = new LinkedHashMap<>();
  private final SequencedMap<String, PortValue> outputs = new LinkedHashMap<>();
  private int stepsRun;

  public FolderContext(Path folder) throws IOException {
    store = Files.createDirectories(folder.resolve("store"));
    temporary = Files.createTempDirectory(folder, "temporary");
  }

  public FolderContext with(String port, ArtifactReference reference) {
    inputs.put(port, new PortValue.Artifact(reference));
    return this;
  }

  public FolderContext with(String parameter, Value value) {
    parameters.put(parameter, value);
    return this;
  }

  /// A list of artifacts.
  public FolderContext with(String port, List<ArtifactReference> references) {
    List<PortValue> items = new ArrayList<>();
    references.forEach(reference -> items.add(new PortValue.Artifact(reference)));
    inputs.put(port, new PortValue.Many(items));
    return this;
  }

  /// Every parameter of the node type has its fallback, where it has one and none was given.
  public FolderContext run(NodeType type) throws Exception {
    type.declaration()
        .parameters()
        .forEach(parameter ->
            parameter
                .fallback()
                .ifPresent(value -> parameters.putIfAbsent(parameter.name(), value)));
    type.run(this);
    return this;
  }

  /// A scalar or list that a node made.
  public Value outputValue(String port) {
    if (outputs.get(port) instanceof PortValue.Inline(Value value)) {
      return value;
    }
    throw new AssertionError("No value at output " + port);
  }

  public ArtifactReference outputArtifact(String port) {
    if (outputs.get(port) instanceof PortValue.Artifact(ArtifactReference reference)) {
      return reference;
    }
    throw new AssertionError("No artifact at output " + port);
  }

  public List<ArtifactReference> outputArtifacts(String port) {
    List<ArtifactReference> references = new ArrayList<>();
    if (outputs.get(port) instanceof PortValue.Many(List<PortValue> values)) {
      for (PortValue value : values) {
        if (value instanceof PortValue.Artifact(ArtifactReference reference)) {
          references.add(reference);
        }
      }
    }
    return references;
  }

  public Map<String, PortValue> outputs() {
    return outputs;
  }

  public int stepsRun() {
    return stepsRun;
  }

  @Override
  public Parameters parameters() {
    return new Parameters(parameters);
  }

  @Override
  public Optional<PortValue> input(String port) {
    return Optional.ofNullable(inputs.get(port));
  }

  @Override
  public ArtifactReference artifact(String port) throws NodeFailure {
    if (inputs.get(port) instanceof PortValue.Artifact(ArtifactReference reference)) {
      return reference;
    }
    throw NodeFailure.user("port-open", "Input " + port + " carries no artifact");
  }

  @Override
  public Path fetch(ArtifactReference reference) throws IOException {
    return fetch(new ArtifactReference.Part(reference.digest(), reference.bytes()));
  }

  @Override
  public Path fetch(ArtifactReference.Part part) throws IOException {
    Path file = store.resolve(part.digest().hex());
    if (!Files.exists(file)) {
      throw new IOException("No artifact " + part.digest());
    }
    return file;
  }

  @Override
  public ArtifactReference store(Path file, String mediaType, List<ArtifactReference.Part> parts)
      throws IOException {
    MessageDigest sha256 = Digest.sha256();
    Path copy = Files.createTempFile(temporary, "put", ".tmp");
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
    }
    Digest digest = Digest.ofDigestBytes(sha256.digest());
    Path target = store.resolve(digest.hex());
    Files.move(copy, target, StandardCopyOption.REPLACE_EXISTING);
    return new ArtifactReference(digest, Files.size(target), mediaType, parts);
  }

  @Override
  public void output(String port, PortValue value) {
    outputs.put(port, value);
  }

  @Override
  public ModelFolder model(String parameter) {
    throw new AssertionError("No models here");
  }

  @Override
  public <M extends AutoCloseable> M resident(
      ModelFolder model, String part, Class<M> kind, ModelLoader<M> loader) {
    throw new AssertionError("No models here");
  }

  @Override
  public <S> S loop(StepLoop<S> loop) throws NodeFailure, IOException, InterruptedException {
    S state = loop.start();
    for (int step = 0; step < loop.steps(); step++) {
      ByteArrayOutputStream saved = new ByteArrayOutputStream();
      loop.save(state, new DataOutputStream(saved));
      state = loop.restore(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
      state = loop.step(step, state);
      stepsRun++;
    }
    return state;
  }

  @Override
  public void preview(Supplier<byte[]> picture, String mediaType) {}

  @Override
  public void log(String line) {}

  @Override
  public Path temporaryFolder() {
    return temporary;
  }
}
