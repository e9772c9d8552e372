package org.cinegraph.workers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.type.Dtype;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// The command line of a worker process.
final class WorkerOptions {
  @Option(
      names = "--server",
      required = true,
      split = ",",
      description = "Control plane, HOST:PORT; several with commas: the one that leads is found.")
  List<String> servers = new ArrayList<>();

  @Option(
      names = "--token-file",
      required = true,
      description = "File with the token that the control plane asks for.")
  Path tokenFile = Path.of("token");

  @Option(names = "--models", description = "Folder with model packages; may be repeated.")
  List<Path> models = new ArrayList<>();

  @Option(
      names = "--nodes",
      description = "Folder with jars of further node types; may be repeated.")
  List<Path> nodes = new ArrayList<>();

  @Option(
      names = "--cache",
      required = true,
      description = "Folder for artifacts and unpacked libraries; safe to delete.")
  Path cache = Path.of("cache");

  @Option(
      names = "--cache-bytes",
      description = "Most bytes of artifacts kept there (${DEFAULT-VALUE}).")
  long cacheBytes = 20L << 30;

  @Option(names = "--name", description = "Name for people (host-PID).")
  String name = "";

  @Option(
      names = "--label",
      description =
          "What nodes may ask for by `needs: {labels: [...]}`; may be repeated. This worker takes"
              + " every node that asks for no more than it has.")
  List<String> labels = new ArrayList<>();

  @Option(
      names = "--slots",
      description = "Leases at once (one on a GPU; two on the processor, for small nodes beside).")
  int slots;

  @Option(names = "--memory", description = "Bytes of memory to offer (all of the machine's).")
  long memory;

  @Option(names = "--threads", description = "Threads of one tensor operation (${DEFAULT-VALUE}).")
  int threads = 1;

  @Option(
      names = "--dtype",
      converter = DtypeConverter.class,
      description =
          "What networks compute in where a graph does not say: f32, bf16 or f16 (f32 on the"
              + " processor; on a GPU bf16, or f16 where it has no bf16).")
  Optional<Dtype> dtype = Optional.empty();

  @Option(
      names = "--metrics-port",
      description = "Port on loopback where Prometheus finds metrics (none).")
  Optional<Integer> metricsPort = Optional.empty();

  @Option(
      names = "--stop-with-parent",
      description = "End in order when standard input reaches its end.")
  boolean stopWithParent;

  @Option(names = "--help", usageHelp = true, description = "Print this and end.")
  boolean help;

  private static final class DtypeConverter implements ITypeConverter<Dtype> {
    @Override
    public Dtype convert(String written) {
      return Dtype.named(written)
          .orElseThrow(() ->
              new TypeConversionException(
                  "expected one of %s, found %s"
                      .formatted(String.join(", ", Dtype.names()), written)));
    }
  }
}
