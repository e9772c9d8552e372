package org.cinegraph.workers.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.workers.fake.MixingNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginJarsTest {
  private static final String SERVICE = "META-INF/services/" + NodeType.class.getName();

  private static final String FOREIGN =
      """
      package com.example;

      import java.util.List;
      import org.cinegraph.graph.declaration.Demand;
      import org.cinegraph.graph.declaration.NodeDeclaration;
      import org.cinegraph.graph.declaration.OutputPort;
      import org.cinegraph.graph.type.PortType;
      import org.cinegraph.nodes.sdk.NodeContext;
      import org.cinegraph.nodes.sdk.NodeType;

      public final class Foreign implements NodeType {
        public NodeDeclaration declaration() {
          return new NodeDeclaration(
              "foreign", 1, "Foreign", "From elsewhere.", List.of(), List.of(),
              List.of(new OutputPort("number", new PortType.Int(), "A number.")),
              new Demand(Demand.DeviceClass.ANY, 0, 0, false),
              "graph: foreign\\nnodes:\\n  f: {type: foreign}\\n");
        }

        public void run(NodeContext context) {}
      }
      """;

  @TempDir private Path folder;
  private final List<String> complaints = new ArrayList<>();

  @Test
  void aJarWithoutAServiceFileIsLeftOut() throws IOException {
    pack("plain.jar", "readme.txt", "hello");

    assertThat(load()).isEmpty();
    assertThat(complaints)
        .containsExactly(
            "Plugin jar %s is left out: it has no file %s that names its node types, a class a line"
                .formatted(folder.resolve("plain.jar"), SERVICE));
  }

  @Test
  void aClassThatIsMissingIsNamed() throws IOException {
    pack("gone.jar", SERVICE, "com.example.Gone");

    assertThat(load()).isEmpty();
    assertThat(complaints)
        .singleElement()
        .asString()
        .contains("gone.jar is left out:", "com.example.Gone not found");
  }

  @Test
  void whatIsNoJarIsLeftOut() throws IOException {
    Files.writeString(folder.resolve("text.jar"), "no archive at all");

    assertThat(load()).isEmpty();
    assertThat(complaints)
        .singleElement()
        .asString()
        .contains("text.jar is left out: it is no jar");
  }

  @Test
  void aServiceFileThatNamesAClassOfTheWorkerAddsNothing() throws IOException {
    pack("borrowed.jar", SERVICE, MixingNode.class.getName());

    assertThat(load()).isEmpty();
    assertThat(complaints).singleElement().asString().contains("names no class of this jar");
  }

  @Test
  void aTypeThatTheWorkerHasCannotBeReplaced() throws IOException {
    packForeign("foreign.jar");
    List<OfferedNode> first = load();
    assertThat(first).extracting(node -> node.declaration().type()).containsExactly("foreign");

    assertThat(load(first)).isEmpty();
    assertThat(complaints)
        .singleElement()
        .asString()
        .contains(
            "foreign.jar is left out: foreign version 1 is declared by the worker itself already");
  }

  @Test
  void theProgramIsThatOfTheJarItself() throws IOException {
    packForeign("foreign.jar");
    Digest before = load().getFirst().program();
    Path classes = folder.resolve("classes");
    Files.writeString(Files.createDirectories(classes).resolve("table.txt"), "other numbers");
    packForeign("foreign.jar");

    assertThat(load().getFirst().program()).isNotEqualTo(before);
    assertThat(load().getFirst().type().getClass().getClassLoader())
        .isNotSameAs(NodeType.class.getClassLoader());
  }

  @Test
  void ofTwoJarsWithTheSameTypeTheFirstIsUsed() throws IOException {
    packForeign("a.jar");
    packForeign("b.jar");

    assertThat(load()).hasSize(1);
    assertThat(complaints)
        .singleElement()
        .asString()
        .contains("b.jar is left out: foreign version 1 is declared by a.jar already");
  }

  private List<OfferedNode> load() throws IOException {
    return load(List.of());
  }

  private List<OfferedNode> load(List<OfferedNode> builtIn) throws IOException {
    return new PluginJars(new ProgramDigests(), builtIn, complaints::add).load(folder);
  }

  /// A jar with a node type that is compiled here and on no class path.
  private void packForeign(String name) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Path source = Files.writeString(folder.resolve("Foreign.java"), FOREIGN);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                source.toString());
    assertThat(failed).isZero();
    Path service = Files.createDirectories(classes.resolve(SERVICE).getParent());
    Files.writeString(service.resolve(NodeType.class.getName()), "com.example.Foreign");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve(name)));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        add(jar, classes.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
  }

  private void pack(String name, String entry, String content) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      add(jar, entry, content.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void add(JarOutputStream jar, String entry, byte[] content) throws IOException {
    jar.putNextEntry(new JarEntry(entry));
    jar.write(content);
    jar.closeEntry();
  }
}
