package org.cinegraph.nodes.tensor.golden;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
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

/// A context over a folder of files named by digest and the model packages of the examples. Its
/// loops save and restore their state before every step, as if each ran on another worker.
public final class FolderContext implements NodeContext, AutoCloseable {
  private final Path store;
  private final Path temporary;
  private final Function<String, Path> packages;
  private final SequencedMap<String, PortValue> inputs = new LinkedHashMap<>();
  private final SequencedMap<String, Value> parameters = new LinkedHashMap<>();
  private final SequencedMap<String, ArtifactReference> outputs = new LinkedHashMap<>();
  private final SequencedMap<String, AutoCloseable> resident = new LinkedHashMap<>();
  private final List<String> log = new ArrayList<>();
  private final List<byte[]> previews = new ArrayList<>();

  public FolderContext(Path folder) throws IOException {
    this(folder, ExamplePackages::folder);
  }

  /// @param packages the folder of the model package of a name
  public FolderContext(Path folder, Function<String, Path> packages) throws IOException {
    this.packages = packages;
    store = Files.createDirectories(folder.resolve("store"));
    temporary = Files.createTempDirectory(folder, "temporary");
  }

  /// Runs a node type of one output in this context.
  ///
  /// @param with parameters and inputs; what is not named has its fallback
  /// @return its output
  public ArtifactReference run(NodeType type, SequencedMap<String, Object> with) throws Exception {
    inputs.clear();
    parameters.clear();
    outputs.clear();
    type.declaration()
        .parameters()
        .forEach(parameter ->
            parameter.fallback().ifPresent(value -> parameters.put(parameter.name(), value)));
    with.forEach(this::set);
    type.run(this);
    return outputs.firstEntry().getValue();
  }

  private void set(String name, Object value) {
    switch (value) {
      case ArtifactReference reference -> inputs.put(name, new PortValue.Artifact(reference));
      case String text -> parameters.put(name, new Value.Text(text));
      case Integer number -> parameters.put(name, new Value.Int(number));
      case Double number -> parameters.put(name, new Value.Float(number));
      default -> throw new AssertionError("Not a parameter: " + value);
    }
  }

  public List<String> log() {
    return log;
  }

  public List<byte[]> previews() {
    return previews;
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
    byte[] bytes = Files.readAllBytes(file);
    Digest digest = Digest.of(bytes);
    Files.write(store.resolve(digest.hex()), bytes);
    return new ArtifactReference(digest, bytes.length, mediaType, parts);
  }

  @Override
  public void output(String port, PortValue value) {
    if (value instanceof PortValue.Artifact(ArtifactReference reference)) {
      outputs.put(port, reference);
    }
  }

  @Override
  public ModelFolder model(String parameter) {
    String name = parameters().text(parameter);
    return new ModelFolder(name, Digest.of(name), packages.apply(name));
  }

  @Override
  public <M extends AutoCloseable> M resident(
      ModelFolder model, String part, Class<M> kind, ModelLoader<M> loader)
      throws NodeFailure, IOException, InterruptedException {
    String key = model.name() + "/" + part;
    if (!resident.containsKey(key)) {
      resident.put(key, loader.load().model());
    }
    return kind.cast(resident.get(key));
  }

  @Override
  public <S> S loop(StepLoop<S> loop) throws NodeFailure, IOException, InterruptedException {
    S state = loop.start();
    for (int step = 0; step < loop.steps(); step++) {
      ByteArrayOutputStream saved = new ByteArrayOutputStream();
      loop.save(state, new DataOutputStream(saved));
      state = loop.restore(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
      state = loop.step(step, state);
    }
    return state;
  }

  @Override
  public void preview(Supplier<byte[]> picture, String mediaType) {
    previews.add(picture.get());
  }

  @Override
  public void log(String line) {
    log.add(line);
  }

  @Override
  public Path temporaryFolder() {
    return temporary;
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable model : resident.values()) {
      model.close();
    }
  }
}
