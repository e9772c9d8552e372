package org.cinegraph.db.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cinegraph.graph.digest.Digest;

/// The store's directory as it is, for whoever tidies it: one folder at a time, so that memory does
/// not grow with the store.
public final class StoreFiles {
  private final Path files;
  private final Path incoming;
  private final StoreDisk disk;

  StoreFiles(Path files, Path incoming, StoreDisk disk) {
    this.files = files;
    this.incoming = incoming;
    this.disk = disk;
  }

  /// Every folder with files in it.
  public List<Path> folders() {
    List<Path> folders = new ArrayList<>();
    try (Stream<Path> listed = Files.list(files)) {
      listed.filter(Files::isDirectory).sorted().forEach(folders::add);
    } catch (IOException e) {
      throw ArtifactStoreFailure.unavailable(files, e);
    }
    folders.add(incoming);
    return folders;
  }

  public List<StoredFile> in(Path folder) {
    List<StoredFile> found = new ArrayList<>();
    try (Stream<Path> listed = Files.list(folder)) {
      for (Path path : (Iterable<Path>) listed.sorted()::iterator) {
        look(path).ifPresent(found::add);
      }
    } catch (IOException e) {
      throw ArtifactStoreFailure.unavailable(folder, e);
    }
    return found;
  }

  /// The file as it is now; absent where it is gone.
  public Optional<StoredFile> look(Path path) {
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      return Optional.of(
          new StoredFile(path, digest(path), now.size(), now.lastModifiedTime().toInstant()));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw ArtifactStoreFailure.unavailable(path, e);
    }
  }

  public void delete(StoredFile file) {
    try {
      disk.delete(file.path());
    } catch (IOException e) {
      throw ArtifactStoreFailure.unavailable(file.path(), e);
    }
  }

  private Optional<Digest> digest(Path path) {
    String name = path.getFileName().toString();
    boolean named = !incoming.equals(path.getParent()) && name.matches("[0-9a-f]{64}");
    return named ? Optional.of(new Digest(name)) : Optional.empty();
  }
}
