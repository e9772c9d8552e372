package org.cinegraph.workers.catalog;

import java.io.IOException;
import java.io.InputStream;
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
/// comes from, and of the two rooms that every node stands on. A jar and the folder that it was
/// packed from have the same digest, because entries count, not archives.
///
/// Deliberately out: libraries of others and the rest of the engine. What of them can change a bit
/// is in the fingerprint of a checkpoint.
final class ProgramDigests {
  private static final List<Class<?>> FOUNDATION = List.of(NodeType.class, Program.class);

  private final Map<Path, SortedMap<String, Digest>> sources = new LinkedHashMap<>();

  Digest of(Class<?> type) throws IOException {
    Set<Path> paths = new LinkedHashSet<>();
    paths.add(source(type));
    for (Class<?> foundation : FOUNDATION) {
      paths.add(source(foundation));
    }
    StringBuilder sums = new StringBuilder();
    for (Path path : paths) {
      entries(path)
          .forEach(
              (name, digest) -> sums.append(digest.hex()).append("  ").append(name).append('\n'));
    }
    return Digest.of(sums.toString());
  }

  private SortedMap<String, Digest> entries(Path source) throws IOException {
    SortedMap<String, Digest> known = sources.get(source);
    if (known == null) {
      known = read(source);
      sources.put(source, known);
    }
    return known;
  }

  static SortedMap<String, Digest> read(Path source) throws IOException {
    return Files.isDirectory(source) ? readFolder(source) : readJar(source);
  }

  private static SortedMap<String, Digest> readFolder(Path folder) throws IOException {
    SortedMap<String, Digest> entries = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String name = folder.relativize(file).toString();
      if (counts(name)) {
        entries.put(name, Digest.of(Files.readAllBytes(file)));
      }
    }
    return entries;
  }

  private static SortedMap<String, Digest> readJar(Path jar) throws IOException {
    SortedMap<String, Digest> entries = new TreeMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile(), StandardCharsets.UTF_8)) {
      for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
        if (!entry.isDirectory() && counts(entry.getName())) {
          try (InputStream in = zip.getInputStream(entry)) {
            entries.put(entry.getName(), Digest.of(in.readAllBytes()));
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
