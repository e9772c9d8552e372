package org.cinegraph.server.stack;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/// The folder in which everything that one person's Cinegraph must not lose stands. Two homes know
/// nothing of each other; a home is used by one stack at a time.
///
/// @param folder absolute
public record Home(Path folder) {
  private static final int SECRET_BYTES = 32;

  public Home {
    folder = folder.toAbsolutePath().normalize();
  }

  /// `CINEGRAPH_HOME`, else `~/.cinegraph`.
  public static Home locate() {
    return locate(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  static Home locate(Map<String, String> environment, Path userHome) {
    String own = environment.getOrDefault("CINEGRAPH_HOME", "");
    return new Home(own.isBlank() ? userHome.resolve(".cinegraph") : Path.of(own));
  }

  /// Makes the folder and the token where they are missing.
  public Home prepare() {
    try {
      Files.createDirectories(folder.getParent());
      createPrivateFolder(folder);
      createPrivateFolder(logs());
      createPrivateFolder(models());
      token();
      return this;
    } catch (IOException e) {
      throw new StackException("The home " + folder + " cannot be written: " + e + ".", e);
    }
  }

  /// The file whose content every caller of this home's control plane must show.
  public Path tokenFile() {
    return folder.resolve("token");
  }

  /// What every caller of this home's control plane must show.
  public String token() {
    return secret("token");
  }

  public Path logs() {
    return folder.resolve("logs");
  }

  /// Links to the model packages that were registered, by their names.
  public Path models() {
    return folder.resolve("models");
  }

  public Path artifacts() {
    return folder.resolve("artifacts");
  }

  public Path postgres() {
    return folder.resolve("postgres");
  }

  public Path temporal() {
    return folder.resolve("temporal");
  }

  /// What the running stack tells those who want to join it.
  Path stateFile() {
    return folder.resolve("stack.properties");
  }

  Path lockFile() {
    return folder.resolve("lock");
  }

  /// A random secret that only the owner reads, made at its first use.
  String secret(String name) {
    Path file = folder.resolve(name);
    try {
      if (!Files.exists(file)) {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        publish(file, HexFormat.of().formatHex(bytes));
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new StackException("The secret " + file + " cannot be read or written: " + e + ".", e);
    }
  }

  /// Writes a private file that is never seen half, and never replaces one that came first.
  private static void publish(Path file, String content) throws IOException {
    Path next =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            ".secret",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(next, content + "\n");
      Files.createLink(file, next);
    } catch (FileAlreadyExistsException e) {
      // Another process was first: its secret holds.
    } finally {
      Files.delete(next);
    }
  }

  /// Replaces a private file so that readers see the old content or the new one.
  static void replace(Path file, String content) {
    try {
      Path next =
          Files.createTempFile(
              file.toAbsolutePath().getParent(),
              ".next",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(next, content);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new StackException(file + " cannot be written: " + e + ".", e);
    }
  }

  static void createPrivateFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }
}
