package org.cinegraph.nodes.tensor.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.nodes.sdk.ModelFolder;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.WeightForm;
import org.cinegraph.nodes.tensor.safetensors.MalformedSafetensors;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsFile;
import org.jspecify.annotations.Nullable;

/// A model package on disk, in the layout of diffusers: `model_index.json` names the parts, each
/// part is a folder with a configuration and safetensors. It is named by the digest of its content.
///
/// Opening it checks that it is whole: every part is there, every weight file has its promised
/// length, and an index of shards tells the truth. Pickles are never opened, because reading one
/// can run anybody's code; a part that has its weights only so is refused, those beside safetensors
/// are passed over. It does not know architectures: the node type that uses a part does.
public final class ModelPackage {
  private static final String INDEX = "model_index.json";
  private static final String BARE = "network";
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  /// Parts that no node uses; a package that names them need not have them.
  private static final List<String> UNUSED =
      List.of("safety_checker", "feature_extractor", "image_processor", "watermark");

  private final String name;
  private final PackageFiles files;
  private final ModelConfig index;
  private final SequencedMap<String, ModelPart> parts;

  /// The only part of a package without an index: a network that was released alone, to take the
  /// place of a part of another package.
  private final @Nullable ModelPart bare;

  private ModelPackage(
      String name,
      PackageFiles files,
      ModelConfig index,
      SequencedMap<String, ModelPart> parts,
      @Nullable ModelPart bare) {
    this.name = name;
    this.files = files;
    this.index = index;
    this.parts = Collections.unmodifiableSequencedMap(parts);
    this.bare = bare;
  }

  /// @param name the name in graphs
  /// @throws NodeFailure the package is missing, incomplete, damaged or made of pickles
  public static ModelPackage open(String name, Path folder) throws NodeFailure, IOException {
    if (!Files.isDirectory(folder)) {
      throw NodeFailure.user(
          "model-missing",
          "There is no model package %s: %s is no folder.".formatted(name, folder));
    }
    ModelPackage opened = read(name, folder);
    for (String file : opened.files.safetensors()) {
      checkWhole(name, folder.resolve(file));
    }
    for (ModelPart part : opened.all()) {
      if (part.isNetwork()) {
        for (ModelPart choice : part.choices()) {
          choice.tensorNames();
        }
      }
    }
    return opened;
  }

  /// Opens what a worker has resolved and verified: its weight files are whole, which is not looked
  /// into for every computation.
  public static ModelPackage open(ModelFolder folder) throws NodeFailure, IOException {
    ModelPackage base = read(folder.name(), folder.path());
    SequencedMap<String, ModelPart> parts = new LinkedHashMap<>(base.parts);
    for (Map.Entry<String, ModelFolder> replaced : folder.parts().entrySet()) {
      String part = replaced.getKey();
      base.part(part);
      ModelFolder other = replaced.getValue();
      parts.put(part, read(other.name(), other.path()).partFor(part));
    }
    requireVariant(folder, parts);
    parts.replaceAll((_, part) -> part.in(folder.form()));
    return new ModelPackage(base.name, base.files, base.index, parts, base.bare);
  }

  /// Some part has the variant that is asked for.
  private static void requireVariant(ModelFolder folder, SequencedMap<String, ModelPart> parts)
      throws NodeFailure, IOException {
    if (folder.form().variant().isEmpty()) {
      return;
    }
    String wanted = folder.form().variant().get();
    SortedSet<String> found = new TreeSet<>();
    for (ModelPart part : parts.values()) {
      found.addAll(part.variants());
    }
    if (!found.contains(wanted)) {
      throw NodeFailure.user(
          "model-variants",
          "Model package %s has no weights of the variant %s; it has %s. Leave variant out, or fetch those files."
              .formatted(
                  folder.name(), wanted, found.isEmpty() ? "none" : String.join(", ", found)));
    }
  }

  private static ModelPackage read(String name, Path folder) throws NodeFailure, IOException {
    PackageFiles files = PackageFiles.list(folder);
    refuseLoosePickles(name, folder, files);
    if (!Files.exists(folder.resolve(INDEX)) && Files.exists(folder.resolve("config.json"))) {
      ModelPart alone = readPart(name, BARE, BARE, folder);
      return new ModelPackage(name, files, alone.config(), new LinkedHashMap<>(), alone);
    }
    ModelConfig index =
        ModelConfig.read(folder.resolve(INDEX), INDEX + " of model package " + name);
    return new ModelPackage(name, files, index, readParts(name, index, folder), null);
  }

  /// A single pickle, as some models are handed around, is no package.
  private static void refuseLoosePickles(String name, Path folder, PackageFiles files)
      throws NodeFailure {
    if (!Files.exists(folder.resolve(INDEX)) && !files.pickles().isEmpty()) {
      throw NodeFailure.user(
          "model-pickle",
          "Model package %s has no %s but the pickle %s; pickles can run code and are never opened. Fetch the model in the layout of diffusers, with safetensors."
              .formatted(name, INDEX, String.join(", ", files.pickles())));
    }
  }

  private static SequencedMap<String, ModelPart> readParts(
      String name, ModelConfig index, Path folder) throws NodeFailure, IOException {
    SequencedMap<String, ModelPart> parts = new LinkedHashMap<>();
    for (String field : index.fields()) {
      if (!field.startsWith("_") && index.namesPart(field) && !UNUSED.contains(field)) {
        requirePartName(name, field);
        String indexedClass = index.texts(field).getLast();
        parts.put(field, readPart(name, field, indexedClass, folder.resolve(field)));
      }
    }
    return parts;
  }

  /// A part is a folder of the package and nowhere else.
  private static void requirePartName(String name, String part) throws NodeFailure {
    if (!PART.matcher(part).matches()) {
      throw NodeFailure.user(
          "model-config",
          "%s of model package %s names a part \"%.40s\", which is no name of a folder beside it: letters, digits, '.', '_' and '-', up to 100 of them."
              .formatted(INDEX, name, part));
    }
  }

  private static ModelPart readPart(String name, String part, String indexedClass, Path folder)
      throws NodeFailure, IOException {
    String file = configOf(part);
    String label = "%s/%s of model package %s".formatted(part, file, name);
    ModelConfig config = ModelConfig.read(folder.resolve(file), label);
    ModelPart read = new ModelPart(name, part, indexedClass, folder, config, WeightForm.PLAIN);
    if (read.isNetwork()) {
      for (ModelPart choice : read.choices()) {
        choice.weights();
      }
    }
    return read;
  }

  private static String configOf(String part) {
    if (part.startsWith("scheduler")) {
      return "scheduler_config.json";
    }
    return part.startsWith("tokenizer") ? "tokenizer_config.json" : "config.json";
  }

  private static void checkWhole(String name, Path file) throws NodeFailure, IOException {
    try {
      SafetensorsFile.header(file);
    } catch (MalformedSafetensors e) {
      throw NodeFailure.user(
          "model-damaged",
          "Model package %s is damaged: %s Fetch the package again."
              .formatted(name, e.getMessage()));
    }
  }

  public String name() {
    return name;
  }

  /// What the package says of itself beside its parts.
  public ModelConfig index() {
    return index;
  }

  public List<String> partNames() {
    return List.copyOf(parts.sequencedKeySet());
  }

  /// @throws NodeFailure the package has no such part
  public ModelPart part(String part) throws NodeFailure {
    ModelPart found = parts.get(part);
    if (found == null && bare != null) {
      throw NodeFailure.user(
          "model-part-missing",
          "Model package %s is a single %s without the other parts of a model. Give it the place of a part: {base: PACKAGE, PART: %s}."
              .formatted(name, bare.className(), name));
    }
    if (found == null) {
      throw NodeFailure.user(
          "model-part-missing",
          "Model package %s has no %s; its parts are %s. Take another package for this node."
              .formatted(name, part, String.join(", ", parts.sequencedKeySet())));
    }
    return found;
  }

  /// What takes the place of a part of another package.
  private ModelPart partFor(String part) throws NodeFailure {
    return bare == null
        ? part(part)
        : new ModelPart(
            name, part, bare.indexedClass(), bare.folder(), bare.config(), WeightForm.PLAIN);
  }

  /// All parts; of a network that was released alone, that.
  public List<ModelPart> all() {
    return bare == null ? List.copyOf(parts.values()) : List.of(bare);
  }

  /// The name by content: SHA-256 over the digests and paths of all files, `README.md` and hidden
  /// ones aside. Reads every byte.
  public Digest digest() throws IOException {
    return digest(FileDigests.ofThisProcess(), _ -> {});
  }

  /// The same, without reading files again that look as they did.
  ///
  /// @param read told how many bytes more are done
  public Digest digest(FileDigests digests, LongConsumer read) throws IOException {
    return files.digest(digests, read);
  }

  /// The files whose bytes name the package.
  public List<Path> files() {
    return files.counted();
  }

  /// Compares the content with the digest by which the package is known.
  ///
  /// @throws NodeFailure it has been altered
  public ModelFolder verify(Digest expected, FileDigests digests) throws NodeFailure, IOException {
    Digest found = digest(digests, _ -> {});
    if (!found.equals(expected)) {
      throw NodeFailure.user(
          "model-altered",
          "Model package %s in %s has been altered: expected digest %s, found %s. Fetch it again, or give the altered one a name of its own."
              .formatted(name, files.folder(), expected.brief(), found.brief()));
    }
    return new ModelFolder(name, expected, files.folder());
  }
}
