package org.cinegraph.workers.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.tensor.program.Program;

/// Names programs: SHA-256 over the class files and resources of the jar or folder that a node type
/// comes from, of every room of nodes that its classes name, of those that they name in turn, and
/// of the two rooms that every node stands on. A jar and the folder that it was packed from have
/// the same digest, because entries count, not archives.
///
/// Deliberately out: libraries of others and the rest of the engine. What of them can change a bit
/// is in the fingerprint of a checkpoint.
final class ProgramDigests {
  private static final List<Class<?>> FOUNDATION = List.of(NodeType.class, Program.class);
  private static final String ROOMS_OF_NODES = "org/cinegraph/nodes/";

  private final Map<Path, Source> sources = new LinkedHashMap<>();

  Digest of(Class<?> type) throws IOException {
    Set<Path> paths = new LinkedHashSet<>();
    reach(type, paths);
    for (Class<?> foundation : FOUNDATION) {
      reach(foundation, paths);
    }
    TreeMap<String, Digest> programs = new TreeMap<>();
    for (Path path : paths) {
      programs.putAll(read(path).entries());
    }
    StringBuilder sums = new StringBuilder();
    programs.forEach(
        (name, digest) -> sums.append(digest.hex()).append("  ").append(name).append('\n'));
    return Digest.of(sums.toString());
  }

  /// Adds where a class comes from, and where what it stands on comes from.
  private void reach(Class<?> type, Set<Path> paths) throws IOException {
    Path path = source(type);
    if (!paths.add(path)) {
      return;
    }
    for (String named : read(path).named()) {
      try {
        reach(Class.forName(named, false, type.getClassLoader()), paths);
      } catch (ClassNotFoundException e) {
        throw new IOException("Class " + named + " that " + path + " names is missing", e);
      }
    }
  }

  private Source read(Path path) throws IOException {
    Source known = sources.get(path);
    if (known == null) {
      known = Source.of(contents(path));
      sources.put(path, known);
    }
    return known;
  }

  /// What lies in a jar or folder.
  ///
  /// @param entries digests by name
  /// @param named one class of each package of node rooms that its classes name
  record Source(SortedMap<String, Digest> entries, List<String> named) {
    static Source of(SortedMap<String, byte[]> contents) {
      SortedMap<String, String> byPackage = new TreeMap<>();
      contents.forEach((name, bytes) -> {
        if (name.endsWith(".class")) {
          name(bytes, byPackage);
        }
      });
      return new Source(digests(contents), List.copyOf(byPackage.values()));
    }

    private static void name(byte[] classFile, SortedMap<String, String> byPackage) {
      for (PoolEntry entry : ClassFile.of().parse(classFile).constantPool()) {
        if (entry instanceof ClassEntry named) {
          String internal = named.asInternalName();
          if (internal.startsWith(ROOMS_OF_NODES)) {
            String name = internal.replace('/', '.');
            byPackage.putIfAbsent(name.substring(0, name.lastIndexOf('.')), name);
          }
        }
      }
    }
  }

  static SortedMap<String, Digest> entries(Path source) throws IOException {
    return digests(contents(source));
  }

  private static SortedMap<String, Digest> digests(SortedMap<String, byte[]> contents) {
    SortedMap<String, Digest> digests = new TreeMap<>();
    contents.forEach((name, bytes) -> digests.put(name, Digest.of(bytes)));
    return digests;
  }

  private static SortedMap<String, byte[]> contents(Path source) throws IOException {
    return Files.isDirectory(source) ? readFolder(source) : readJar(source);
  }

  private static SortedMap<String, byte[]> readFolder(Path folder) throws IOException {
    SortedMap<String, byte[]> entries = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String name = folder.relativize(file).toString();
      if (counts(name)) {
        entries.put(name, Files.readAllBytes(file));
      }
    }
    return entries;
  }

  private static SortedMap<String, byte[]> readJar(Path jar) throws IOException {
    SortedMap<String, byte[]> entries = new TreeMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile(), StandardCharsets.UTF_8)) {
      for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
        if (!entry.isDirectory() && counts(entry.getName())) {
          try (InputStream in = zip.getInputStream(entry)) {
            entries.put(entry.getName(), in.readAllBytes());
          }
        }
      }
    }
    return entries;
  }

  /// What the packing adds is no part of the program.
  private static boolean counts(String entry) {
    return !entry.equals("META-INF/MANIFEST.MF") && !entry.startsWith("META-INF/maven/");
  }

  private static Path source(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Where does " + type.getName() + " come from?", e);
    }
  }
}
