package org.cinegraph.bench.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.cinegraph.nodes.sdk.NodeType;

/// What docs/node-types.md tells a reader to write, taken from the page as it stands.
record NodeTypesPage(String java, String service, String graph) {
  static NodeTypesPage read() throws IOException {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("docs/node-types.md"))) {
      at = Optional.ofNullable(at.getParent()).orElseThrow();
    }
    String page = Files.readString(at.resolve("docs/node-types.md"));
    return new NodeTypesPage(block(page, "java"), block(page, "text"), block(page, "yaml"));
  }

  /// The one code block of a language.
  private static String block(String page, String language) {
    Matcher block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(page);
    if (!block.find()) {
      throw new AssertionError("docs/node-types.md has no block of " + language);
    }
    String found = block.group(1);
    if (block.find()) {
      throw new AssertionError("docs/node-types.md has two blocks of " + language);
    }
    return found;
  }

  /// Compiles and packs it as the page says.
  ///
  /// @return the folder with the jar
  Path pack(Path folder) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Path source = Files.writeString(folder.resolve("DrawFractal.java"), java);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "--release",
                "25",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                source.toString());
    if (failed != 0) {
      throw new AssertionError("The Java of docs/node-types.md does not compile");
    }
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(services.resolve(NodeType.class.getName()), service);
    Path jars = Files.createDirectories(folder.resolve("jars"));
    try (JarOutputStream jar =
            new JarOutputStream(Files.newOutputStream(jars.resolve("fractal.jar")));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        jar.write(Files.readAllBytes(file));
        jar.closeEntry();
      }
    }
    return jars;
  }

  String graphWithDetail(int detail) {
    return graph.replace("detail: 500", "detail: " + detail);
  }
}
