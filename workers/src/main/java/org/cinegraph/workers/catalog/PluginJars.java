package org.cinegraph.workers.catalog;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.zip.ZipException;
import org.cinegraph.graph.check.CheckDeclaration;
import org.cinegraph.nodes.sdk.NodeType;

/// Node types that authors packed into jars of their own. Each jar has a class loader of its own,
/// above it that of the worker: two jars may carry two versions of one library, and what both share
/// with the worker is what an author compiled against.
///
/// A jar that cannot be used is left out as a whole, with one sentence that names it.
final class PluginJars {
  private static final String SERVICE = "META-INF/services/" + NodeType.class.getName();

  private final ProgramDigests programs;
  private final Consumer<String> complaints;

  /// Who declares a (type, version).
  private final SequencedMap<String, String> declared = new LinkedHashMap<>();

  /// @param builtIn node types of the worker itself; none can be replaced
  /// @param complaints hears why a jar is left out
  PluginJars(ProgramDigests programs, List<OfferedNode> builtIn, Consumer<String> complaints) {
    this.programs = programs;
    this.complaints = complaints;
    builtIn.forEach(node -> declared.put(name(node), "the worker itself"));
  }

  /// The node types of all jars of a folder that can be used, by the jars' names.
  ///
  /// @throws IOException the folder cannot be read
  List<OfferedNode> load(Path folder) throws IOException {
    TreeSet<Path> jars = new TreeSet<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
      found.forEach(jars::add);
    }
    List<OfferedNode> nodes = new ArrayList<>();
    for (Path jar : jars) {
      nodes.addAll(usable(jar));
    }
    return nodes;
  }

  private List<OfferedNode> usable(Path jar) {
    try {
      List<OfferedNode> nodes = read(jar);
      Optional<String> wrong = wrong(nodes);
      if (wrong.isEmpty()) {
        nodes.forEach(node -> declared.put(name(node), jar.getFileName().toString()));
        return nodes;
      }
      complain(jar, wrong.get());
    } catch (ZipException e) {
      complain(jar, "it is no jar: " + e.getMessage());
    } catch (IOException | ServiceConfigurationError | LinkageError | RuntimeException e) {
      complain(jar, reason(e));
    }
    return List.of();
  }

  private List<OfferedNode> read(Path jar) throws IOException {
    // Stays open for as long as its node types may run: as long as the process.
    URLClassLoader loader =
        new URLClassLoader(
            jar.getFileName().toString(),
            new URL[] {jar.toUri().toURL()},
            NodeType.class.getClassLoader());
    // Opens the archive: a loader passes over one that it cannot read.
    ProgramDigests.entries(jar);
    if (loader.findResource(SERVICE) == null) {
      throw new IOException(
          "it has no file " + SERVICE + " that names its node types, a class a line");
    }
    List<OfferedNode> nodes = new ArrayList<>();
    for (ServiceLoader.Provider<NodeType> provider :
        ServiceLoader.load(NodeType.class, loader).stream().toList()) {
      // Those of the worker are found through this loader as well.
      if (provider.type().getClassLoader() == loader) {
        NodeType type = provider.get();
        nodes.add(new OfferedNode(type, type.declaration(), programs.of(type.getClass())));
      }
    }
    return nodes;
  }

  private Optional<String> wrong(List<OfferedNode> nodes) {
    if (nodes.isEmpty()) {
      return Optional.of("its file " + SERVICE + " names no class of this jar");
    }
    List<String> own = new ArrayList<>();
    for (OfferedNode node : nodes) {
      Optional<String> elsewhere = Optional.ofNullable(declared.get(name(node)));
      if (elsewhere.isPresent()) {
        return Optional.of(name(node) + " is declared by " + elsewhere.get() + " already");
      }
      if (own.contains(name(node))) {
        return Optional.of("it declares " + name(node) + " twice");
      }
      own.add(name(node));
      List<String> contradictions = CheckDeclaration.check(node.declaration());
      if (!contradictions.isEmpty()) {
        return Optional.of(
            "the declaration of " + name(node) + " is wrong: " + String.join("; ", contradictions));
      }
    }
    return Optional.empty();
  }

  private void complain(Path jar, String why) {
    complaints.accept("Plugin jar " + jar + " is left out: " + why);
  }

  private static String reason(Throwable cause) {
    Throwable deepest = cause;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return switch (deepest) {
      case NoClassDefFoundError missing -> "class " + missing.getMessage() + " is missing";
      case ClassNotFoundException missing -> "class " + missing.getMessage() + " is missing";
      default -> String.valueOf(deepest.getMessage());
    };
  }

  private static String name(OfferedNode node) {
    return "%s version %d".formatted(node.declaration().type(), node.declaration().version());
  }
}
