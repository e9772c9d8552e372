package org.cinegraph.workers.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.FileDigests;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What the command line asks about a model package of this machine: it knows no networks and no
/// safetensors itself, so it starts this.
@Command(name = "models", description = "Looks at a model package of this machine.")
public final class ModelTool implements Callable<Integer> {
  private static final int REFUSED = 1;

  /// What is asked.
  enum Question {
    DIGEST,
    SHOW,
    VERIFY
  }

  @Parameters(index = "0", paramLabel = "QUESTION")
  private Question question = Question.SHOW;

  @Parameters(index = "1", paramLabel = "NAME")
  private String name = "";

  @Parameters(index = "2", paramLabel = "FOLDER")
  private Path folder = Path.of("");

  @Option(names = "--cache", required = true, description = "The worker's folder.")
  private Path cache = Path.of("cache");

  @Option(names = "--json")
  private boolean json;

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new ModelTool())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    FileDigests digests = FileDigests.keptIn(digestFile(cache));
    PackageReport report = new PackageReport(name, folder, digests, json);
    try {
      return switch (question) {
        case DIGEST -> report.digest();
        case SHOW -> report.show();
        case VERIFY -> report.verify();
      };
    } catch (NodeFailure e) {
      System.err.println(e.getMessage());
      return REFUSED;
    } finally {
      digests.keep();
    }
  }

  /// What is known of the files of model packages, for all workers with a cache.
  public static Path digestFile(Path cache) {
    return cache.resolve("model-digests");
  }
}
