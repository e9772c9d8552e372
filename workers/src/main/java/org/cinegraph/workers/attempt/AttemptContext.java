package org.cinegraph.workers.attempt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.type.ModelName;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.ModelFolder;
import org.cinegraph.nodes.sdk.ModelLoader;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.Parameters;
import org.cinegraph.nodes.sdk.StepLoop;
import org.cinegraph.proto.v1.Lease;
import org.cinegraph.proto.v1.ModelPackage;
import org.cinegraph.workers.model.ModelFolders;
import org.cinegraph.workers.model.ModelResidency;
import org.cinegraph.workers.wire.WireValues;

/// The world as one executor sees it, made from one lease.
final class AttemptContext implements NodeContext, AutoCloseable {
  private final NodeDeclaration declaration;
  private final Lease lease;
  private final Parameters parameters;
  private final SequencedMap<String, PortValue> inputs;
  private final SequencedMap<String, PortValue> outputs = new LinkedHashMap<>();
  private final AttemptFiles files;
  private final ModelFolders folders;
  private final ModelForms forms;
  private final ModelResidency residency;
  private final StepDriver driver;
  private final PhaseClock phases;
  private final Reporter reporter;
  private final AttemptLog log;
  private final List<ModelResidency.Use<?>> inUse = new ArrayList<>();

  AttemptContext(
      NodeDeclaration declaration,
      Lease lease,
      AttemptFiles files,
      ModelFolders folders,
      ModelForms forms,
      ModelResidency residency,
      StepDriver driver,
      PhaseClock phases,
      Reporter reporter,
      AttemptLog log) {
    this.declaration = declaration;
    this.lease = lease;
    this.parameters = parameters(lease.getParametersJson());
    this.inputs = WireValues.values(lease.getInputsList());
    this.files = files;
    this.folders = folders;
    this.forms = forms;
    this.residency = residency;
    this.driver = driver;
    this.phases = phases;
    this.reporter = reporter;
    this.log = log;
  }

  private static Parameters parameters(String json) {
    return switch (CanonicalJson.parse(json)) {
      case Value.Fields(SequencedMap<String, Value> fields) -> new Parameters(fields);
      case Value other ->
          throw new IllegalArgumentException("Parameters are a JSON object, found " + other);
    };
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public Optional<PortValue> input(String port) {
    if (declaration.input(port).isEmpty()) {
      throw new IllegalStateException("No input is declared as " + port);
    }
    return Optional.ofNullable(inputs.get(port));
  }

  @Override
  public ArtifactReference artifact(String port) throws NodeFailure {
    return switch (input(port).orElse(null)) {
      case PortValue.Artifact(ArtifactReference reference) -> reference;
      case null ->
          throw NodeFailure.user(
              "input-missing",
              "Port %s of %s is open; link something to it.".formatted(port, declaration.type()));
      case PortValue.Inline _, PortValue.Many _ ->
          throw NodeFailure.user(
              "input-mismatch",
              "Port %s of %s expected one artifact.".formatted(port, declaration.type()));
    };
  }

  @Override
  public Path fetch(ArtifactReference reference) throws IOException, InterruptedException {
    return files.fetch(reference.digest());
  }

  @Override
  public Path fetch(ArtifactReference.Part part) throws IOException, InterruptedException {
    return files.fetch(part.digest());
  }

  @Override
  public ArtifactReference store(Path file, String mediaType, List<ArtifactReference.Part> parts)
      throws IOException, InterruptedException {
    return files.store(file, mediaType, parts);
  }

  @Override
  public void output(String port, PortValue value) {
    OutputPort declared =
        declaration
            .output(port)
            .orElseThrow(() -> new IllegalStateException("No output is declared as " + port));
    boolean inline = value instanceof PortValue.Inline;
    if (inline != declared.type().isInline() && !(value instanceof PortValue.Many)) {
      throw new IllegalStateException(
          "Output " + port + " is " + declared.type().written() + ", given " + value);
    }
    if (outputs.putIfAbsent(port, value) != null) {
      throw new IllegalStateException("Output " + port + " was filled twice");
    }
  }

  @Override
  public ModelFolder model(String parameter) throws NodeFailure {
    ModelPackage model = lease.getModelsMap().get(parameter);
    if (model == null) {
      throw new IllegalStateException("No model was leased for parameter " + parameter);
    }
    try (var _ = phases.enter(Phase.LOAD)) {
      ModelFolder base = verified(model);
      SortedMap<String, ModelFolder> parts = new TreeMap<>();
      for (Map.Entry<String, ModelPackage> other : lease.getModelsMap().entrySet()) {
        String prefix = ModelName.key(parameter, "");
        if (other.getKey().startsWith(prefix)) {
          parts.put(other.getKey().substring(prefix.length()), verified(other.getValue()));
        }
      }
      return base.with(parts).in(forms.of(Optional.ofNullable(parameters.values().get(parameter))));
    }
  }

  private ModelFolder verified(ModelPackage model) throws NodeFailure {
    try {
      return folders.verified(model.getName(), WireValues.digest(model.getDigest()));
    } catch (IOException e) {
      throw new UncheckedIOException("Model package " + model.getName() + " could not be read", e);
    }
  }

  @Override
  public <M extends AutoCloseable> M resident(
      ModelFolder model, String part, Class<M> kind, ModelLoader<M> loader)
      throws NodeFailure, IOException, InterruptedException {
    ModelResidency.Key key = new ModelResidency.Key(model.name(), model.digestOf(part), part);
    try (var _ = phases.enter(Phase.LOAD)) {
      ModelResidency.Use<M> use =
          residency.use(
              key,
              kind,
              () -> {
                reporter.phase(Phase.LOAD);
                return loader.load();
              });
      inUse.add(use);
      return use.model();
    }
  }

  @Override
  public <S> S loop(StepLoop<S> loop) throws NodeFailure, IOException, InterruptedException {
    return driver.run(loop);
  }

  @Override
  public void leaveIfOver() throws InterruptedException {
    driver.leaveIfOver();
  }

  @Override
  public void preview(Supplier<byte[]> picture, String mediaType) {
    reporter.preview(picture, mediaType);
  }

  @Override
  public void log(String line) {
    log.line(line);
  }

  @Override
  public Path temporaryFolder() {
    try {
      return files.temporaryFolder();
    } catch (IOException e) {
      throw new UncheckedIOException("There is no place for temporary files", e);
    }
  }

  /// Every declared output, in the declared order.
  ///
  /// @throws IllegalStateException the executor left one open
  SequencedMap<String, PortValue> outputs() {
    SequencedMap<String, PortValue> ordered = new LinkedHashMap<>();
    for (OutputPort port : declaration.outputs()) {
      PortValue value = outputs.get(port.name());
      if (value == null) {
        throw new IllegalStateException("Output " + port.name() + " was not filled");
      }
      ordered.put(port.name(), value);
    }
    return ordered;
  }

  /// Lets go of models, so that they may be evicted.
  @Override
  public void close() {
    inUse.forEach(ModelResidency.Use::close);
  }
}
