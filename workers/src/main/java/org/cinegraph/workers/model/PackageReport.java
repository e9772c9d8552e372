package org.cinegraph.workers.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.FileDigests;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.tensor.model.ModelPart;

/// What can be said of one package, in words or as one line of JSON.
final class PackageReport {
  private static final int ALTERED = 1;

  private final String name;
  private final Path folder;
  private final FileDigests digests;
  private final boolean json;

  PackageReport(String name, Path folder, FileDigests digests, boolean json) {
    this.name = name;
    this.folder = folder;
    this.digests = digests;
    this.json = json;
  }

  /// Reads what is not remembered.
  int digest() throws NodeFailure, IOException {
    ModelPackage opened = ModelPackage.open(name, folder);
    Digest digest = digest(opened);
    if (json) {
      print(new FieldWriter().text("name", name).text("digest", digest.hex()));
    } else {
      System.out.printf("%s is whole, with digest %s.%n", name, digest.brief());
      sayVariants(opened);
    }
    return 0;
  }

  private void sayVariants(ModelPackage opened) throws IOException {
    SortedSet<String> variants = new TreeSet<>();
    boolean open = false;
    for (ModelPart part : opened.all()) {
      if (part.isNetwork()) {
        variants.addAll(part.variants());
        open |= part.choices().size() > 1;
      }
    }
    if (!variants.isEmpty()) {
      System.out.printf(
          "Its variants are %s; a graph %s one: model: {base: %s, variant: %s}.%n",
          String.join(", ", variants), open ? "has to name" : "may name", name, variants.first());
    }
  }

  private Digest digest(ModelPackage opened) throws IOException {
    try (ReadingBar bar = new ReadingBar(bytes(opened.files()))) {
      return opened.digest(digests, bar);
    }
  }

  int show() throws NodeFailure, IOException {
    ModelPackage opened = ModelPackage.open(name, folder);
    List<PartFacts> parts = new ArrayList<>();
    for (ModelPart part : opened.all()) {
      for (ModelPart choice : part.choices()) {
        parts.add(PartFacts.of(choice));
      }
    }
    Digest digest = digest(opened);
    if (json) {
      print(
          new FieldWriter()
              .text("name", name)
              .text("folder", folder.toString())
              .text("digest", digest.hex())
              .integer("bytes", bytes(opened.files()))
              .optional("licence", licence(), it -> new Value.Text(it.toString()))
              .list("parts", parts, part -> part.json().fields()));
      return 0;
    }
    System.out.printf("%s  %s%n", name, folder);
    System.out.printf("digest   %s%n", digest.hex());
    System.out.printf(
        "licence  %s%n", licence().map(Path::toString).orElse("no file in the package says"));
    sayVariants(opened);
    System.out.println(PartFacts.table(parts));
    return 0;
  }

  /// Reads every byte, whatever is remembered.
  int verify() throws NodeFailure, IOException {
    ModelPackage opened = ModelPackage.open(name, folder);
    List<String> altered = new ArrayList<>();
    List<Path> files = opened.files();
    int known = 0;
    try (ReadingBar bar = new ReadingBar(bytes(files))) {
      for (Path file : files) {
        Optional<Digest> before = digests.remembered(file);
        Digest found = FileDigests.read(file, bar);
        known += before.isPresent() ? 1 : 0;
        before
            .filter(expected -> !expected.equals(found))
            .ifPresent(expected ->
                altered.add(
                    "%s has been altered: expected digest %s, found %s"
                        .formatted(folder.relativize(file), expected.brief(), found.brief())));
      }
    }
    if (json) {
      print(
          new FieldWriter()
              .text("name", name)
              .integer("files", files.size())
              .integer("known", known)
              .list("altered", altered, Value.Text::new));
    } else {
      altered.forEach(System.out::println);
      System.out.println(verdict(files.size(), known, altered.size()));
    }
    return altered.isEmpty() ? 0 : ALTERED;
  }

  private String verdict(int files, int known, int altered) {
    if (altered > 0) {
      return "%s: %d of %d files are not what they were when they were first read. Fetch it again, or give the altered one a name of its own."
          .formatted(name, altered, files);
    }
    return known == files
        ? "%s: %d files read, all as they were when they were first read.".formatted(name, files)
        : "%s: %d files read; of %d it was not known what they were before."
            .formatted(name, files, files - known);
  }

  /// A file that says under which terms the package may be used.
  private Optional<Path> licence() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(Path::getFileName)
          .filter(file -> file.toString().toLowerCase(java.util.Locale.ROOT).startsWith("licen"))
          .sorted()
          .findFirst();
    }
  }

  private static long bytes(List<Path> files) throws IOException {
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  private static void print(FieldWriter fields) {
    System.out.println(CanonicalJson.write(fields.fields()));
  }
}
