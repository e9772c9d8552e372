package org.cinegraph.bench.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cinegraph.bench.measure.Bench.Progress;
import org.cinegraph.bench.stack.BuiltTree;
import org.cinegraph.server.stack.FileTree;

/// A model package of random weights in the layout of SDXL, and processes that make images by it:
/// the worker and the pipeline of diffusers.
final class ImageSides implements AutoCloseable {
  private static final Path SCRIPT = Path.of("nodes/diffusion/src/test/oracle/image_job.py");

  private final Path folder;

  private ImageSides(Path folder) {
    this.folder = folder;
  }

  /// @param size `small` or `large`
  static ImageSides make(String size, Progress progress) throws Exception {
    Path folder = Files.createTempDirectory("cinegraph-image-");
    ImageSides sides = new ImageSides(folder);
    progress.say("diffusers makes a model package");
    try (SideProcess maker = python("make", size, folder.toString())) {
      maker.hear();
      return sides;
    } catch (Exception e) {
      sides.close();
      throw e;
    }
  }

  SideProcess diffusers() {
    return python("use", folder.toString());
  }

  SideProcess worker() throws IOException {
    return SideProcess.java(ImageWorker.class, List.of(folder.toString()));
  }

  Path folder() {
    return folder;
  }

  private static SideProcess python(String... arguments) {
    Path script = BuiltTree.root().resolve(SCRIPT);
    return SideProcess.python(SideProcess.python(), script, List.of(arguments));
  }

  @Override
  public void close() throws IOException {
    FileTree.delete(folder);
  }
}
