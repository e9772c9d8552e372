package org.cinegraph.bench.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cinegraph.bench.measure.Bench.Progress;
import org.cinegraph.bench.stack.BuiltTree;
import org.cinegraph.server.stack.FileTree;

/// A model package of random weights, and processes that do whole jobs by it: the worker and the
/// pipeline of diffusers.
final class JobSides implements AutoCloseable {
  private static final Path ORACLE = Path.of("nodes/diffusion/src/test/oracle");

  private final Path folder;
  private final String script;
  private final Class<?> worker;

  private JobSides(Path folder, String script, Class<?> worker) {
    this.folder = folder;
    this.script = script;
    this.worker = worker;
  }

  /// Images in the layout of SDXL.
  ///
  /// @param size `small` or `large`
  static JobSides ofImages(String size, Progress progress) throws Exception {
    Path folder = Files.createTempDirectory("cinegraph-image-");
    return new JobSides(folder, "image_job.py", ImageWorker.class)
        .made(List.of("make", size, folder.toString()), progress);
  }

  /// Videos in the layout of Wan 2.1.
  static JobSides ofVideos(Progress progress) throws Exception {
    Path folder = Files.createTempDirectory("cinegraph-video-");
    return new JobSides(folder, "wan_job.py", VideoWorker.class)
        .made(List.of("make", folder.toString()), progress);
  }

  private JobSides made(List<String> arguments, Progress progress) throws Exception {
    progress.say("diffusers makes a model package");
    try (SideProcess maker = python(arguments)) {
      maker.hear();
      return this;
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  SideProcess diffusers() {
    return python(List.of("use", folder.toString()));
  }

  SideProcess worker() throws IOException {
    return SideProcess.java(worker, List.of(folder.toString()));
  }

  Path folder() {
    return folder;
  }

  private SideProcess python(List<String> arguments) {
    Path file = BuiltTree.root().resolve(ORACLE).resolve(script);
    return SideProcess.python(SideProcess.python(), file, arguments);
  }

  @Override
  public void close() throws IOException {
    FileTree.delete(folder);
  }
}
