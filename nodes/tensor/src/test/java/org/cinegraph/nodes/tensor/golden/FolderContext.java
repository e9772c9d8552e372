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
import java.util.stream.Stream;
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
  private final SequencedMap<String, Value> values = new LinkedHashMap<>();
  private final SequencedMap<String, AutoCloseable> resident;
  private final List<String> log = new ArrayList<>();
  private final List<byte[]> previews = new ArrayList<>();
  private Optional<StoppedLoop> resumeFrom = Optional.empty();
  private int stopBefore = -1;
  private int stepsRun;

  public FolderContext(Path folder) throws IOException {
    this(folder, ExamplePackages::folder);
  }

  /// @param packages the folder of the model package of a name
  public FolderContext(Path folder, Function<String, Path> packages) throws IOException {
    this(folder, packages, new LinkedHashMap<>());
  }

  private FolderContext(
      Path folder, Function<String, Path> packages, SequencedMap<String, AutoCloseable> resident)
      throws IOException {
    this.packages = packages;
    this.resident = resident;
    store = Files.createDirectories(folder.resolve("store"));
    temporary = Files.createTempDirectory(folder, "temporary");
  }

  /// Runs a node type in this context.
  ///
  /// @param with parameters and inputs; what is not named has its fallback
  /// @return its first output
  public ArtifactReference run(NodeType type, SequencedMap<String, Object> with) throws Exception {
    compute(type, with);
    return outputs.firstEntry().getValue();
  }

  /// Runs a node type whose outputs travel inline.
  public SequencedMap<String, Value> values(NodeType type, SequencedMap<String, Object> with)
      throws Exception {
    compute(type, with);
    return values;
  }

  private void compute(NodeType type, SequencedMap<String, Object> with) throws Exception {
    inputs.clear();
    values.clear();
    parameters.clear();
    outputs.clear();
    type.declaration()
        .parameters()
        .forEach(parameter ->
            parameter.fallback().ifPresent(value -> parameters.put(parameter.name(), value)));
    with.forEach(this::set);
    type.run(this);
  }

  /// Another worker: it has what this one has now, and the same models in memory.
  FolderContext elsewhere(Path folder) throws IOException {
    FolderContext other = new FolderContext(folder, packages, resident);
    try (Stream<Path> files = Files.list(store)) {
      for (Path file : files.toList()) {
        Files.copy(file, other.store.resolve(file.getFileName()));
      }
    }
    return other;
  }

  /// Takes over what a checkpoint of the other refers to.
  void carry(FolderContext other, List<ArtifactReference.Part> artifacts) throws IOException {
    for (ArtifactReference.Part part : artifacts) {
      Files.write(store.resolve(part.digest().hex()), Files.readAllBytes(other.fetch(part)));
    }
  }

  /// Runs a node type up to the given step of its loop.
  StoppedLoop runUntil(int step, NodeType type, SequencedMap<String, Object> with)
      throws Exception {
    stopBefore = step;
    try {
      run(type, with);
    } catch (StoppedLoop stopped) {
      return stopped;
    }
    throw new AssertionError("There is no step " + step);
  }

  /// Runs a node type whose loop goes on from where another left it.
  ArtifactReference runFrom(StoppedLoop stopped, NodeType type, SequencedMap<String, Object> with)
      throws Exception {
    resumeFrom = Optional.of(stopped);
    return run(type, with);
  }

  /// What the last run gave, artifacts only, those of lists as `port[0]` and so on.
  public SequencedMap<String, ArtifactReference> outputs() {
    return outputs;
  }

  /// Steps of loops that this context has run.
  public int stepsRun() {
    return stepsRun;
  }

  private void set(String name, Object value) {
    switch (value) {
      case ArtifactReference reference -> inputs.put(name, new PortValue.Artifact(reference));
      case String text -> parameters.put(name, new Value.Text(text));
      case Integer number -> parameters.put(name, new Value.Int(number));
      case Double number -> parameters.put(name, new Value.Float(number));
      case Boolean flag -> parameters.put(name, new Value.Bool(flag));
      case PortValue.Many list -> inputs.put(name, list);
      case Value.Items list -> parameters.put(name, list);
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
    if (value instanceof PortValue.Inline(Value inline)) {
      values.put(port, inline);
    }
    if (value instanceof PortValue.Many(List<PortValue> items)) {
      for (int i = 0; i < items.size(); i++) {
        output("%s[%d]".formatted(port, i), items.get(i));
      }
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
    int step = resumeFrom.map(StoppedLoop::step).orElse(0);
    S state = resumeFrom.isPresent() ? restored(loop, resumeFrom.get().state()) : loop.start();
    for (; step < loop.steps(); step++) {
      byte[] saved = saved(loop, state);
      if (step == stopBefore) {
        throw new StoppedLoop(step, saved, loop.artifacts(state));
      }
      state = loop.step(step, restored(loop, saved));
      stepsRun++;
    }
    return state;
  }

  private static <S> byte[] saved(StepLoop<S> loop, S state) throws IOException {
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    loop.save(state, new DataOutputStream(saved));
    return saved.toByteArray();
  }

  private static <S> S restored(StepLoop<S> loop, byte[] saved) throws IOException {
    return loop.restore(new DataInputStream(new ByteArrayInputStream(saved)));
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
