package org.cinegraph.nodes.tensor.program;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Makes the archive that libtorch loads out of the text of a network's methods, in memory and
/// without Python. It holds one object of one class and no weights.
final class ProgramArchive {
  private static final String CLASS =
      """
      class Ops(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
      """;

  /// A pickle of an object of `__torch__.Ops` with the state `{training: true}`.
  private static final byte[] OBJECT =
      HexFormat.of()
          .parseHex("8002635f5f746f7263685f5f0a4f70730a29817d285808000000747261696e696e678875622e");

  /// A pickle of the empty tuple.
  private static final byte[] CONSTANTS = HexFormat.of().parseHex("8002292e");

  /// The newest operators that libtorch 2.7 knows: with older ones `gelu` has no `approximate`.
  private static final String OPERATORS = "10\n";

  private ProgramArchive() {}

  /// @param methods at the left margin, each `def name(self, x: Tensor) -> Tensor:`
  static byte[] of(String methods) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, "ops/version", ascii(OPERATORS));
      put(zip, "ops/constants.pkl", CONSTANTS);
      put(zip, "ops/data.pkl", OBJECT);
      put(zip, "ops/code/__torch__.py", ascii(classOf(methods)));
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static String classOf(String methods) {
    StringBuilder text = new StringBuilder(CLASS);
    methods
        .lines()
        .map(line -> line.replaceFirst("^def (\\w+)\\(self", "def $1(self: __torch__.Ops"))
        .forEach(line -> text.append("  ").append(line).append('\n'));
    return text.toString();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setLastModifiedTime(FileTime.fromMillis(0));
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
