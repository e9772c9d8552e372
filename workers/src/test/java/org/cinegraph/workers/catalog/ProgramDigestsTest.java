package org.cinegraph.workers.catalog;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.proto.v1.OfferedNodeType;
import org.cinegraph.workers.fake.MixingNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramDigestsTest {
  @TempDir private Path folder;

  @Test
  void aJarIsTheFolderThatItWasPackedFrom() throws IOException {
    Path classes = folder.resolve("classes");
    write(classes, "org/Node.class", "class");
    write(classes, "org/Node.py", "text");
    write(classes, "META-INF/services/Type", "org.Node");
    Path jar = folder.resolve("node.jar");
    pack(jar, List.of("org/Node.py", "META-INF/services/Type", "org/Node.class"), classes);

    assertThat(ProgramDigests.entries(jar)).isEqualTo(ProgramDigests.entries(classes)).hasSize(3);
  }

  @Test
  void everyFileCounts() throws IOException {
    Path classes = folder.resolve("classes");
    write(classes, "org/Node.class", "class");
    write(classes, "org/Node.py", "text");
    var before = ProgramDigests.entries(classes);
    write(classes, "org/Node.py", "other text");

    assertThat(ProgramDigests.entries(classes)).isNotEqualTo(before);
    assertThat(ProgramDigests.entries(classes).keySet()).isEqualTo(before.keySet());
  }

  @Test
  void nodeTypesOfDifferentRoomsHaveDifferentPrograms() throws IOException {
    ProgramDigests programs = new ProgramDigests();

    Digest one = programs.of(MixingNode.class);

    assertThat(programs.of(MixingNode.class)).isEqualTo(one);
    assertThat(programs.of(NodeType.class)).isNotEqualTo(one);
  }

  @Test
  void everyNodeTypeOnTheClassPathIsOfferedOnce() throws IOException {
    assertThat(NodeTypes.load().messages())
        .isSortedAccordingTo(comparing(OfferedNodeType::getType))
        .extracting(type -> type.getType() + "@" + type.getVersion())
        .doesNotHaveDuplicates()
        .contains(
            "decode-video@2",
            "encode-text@3",
            "generate-audio@2",
            "mux@1",
            "sample-latents@7",
            "upsample@1");
  }

  private static void write(Path root, String name, String content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static void pack(Path jar, List<String> names, Path root) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      for (String name : names) {
        entries.putNextEntry(new ZipEntry(name));
        entries.write(Files.readAllBytes(root.resolve(name)));
        entries.closeEntry();
      }
      entries.putNextEntry(new ZipEntry("META-INF/maven/pom.properties"));
      entries.closeEntry();
    }
  }
}
