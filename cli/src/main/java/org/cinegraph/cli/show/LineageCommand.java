package org.cinegraph.cli.show;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.cli.history.LineageJson;
import org.cinegraph.cli.history.LineageText;
import org.cinegraph.cli.history.StampedFile;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.FieldReader;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.GetLineageRequest;
import org.cinegraph.proto.v1.GetLineageResponse;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lineage`: from a delivered file, or an artifact's digest, back to all that made it.
@Command(
    name = "lineage",
    description = "Say what made a file or an artifact, back to the first node")
final class LineageCommand extends Verb {
  @Parameters(
      paramLabel = "FILE|ARTIFACT",
      description = "A file that a run delivered, stamped or not; or an artifact's SHA-256")
  private @Nullable String subject;

  @Option(names = "--json", description = "Print a JSON object")
  private boolean json;

  LineageCommand(Connect connect, Terminal terminal) {
    super(connect, terminal);
  }

  @Override
  ExitCode ask(ControlClient control) {
    String given = requireNonNull(subject);
    Path file = Path.of(given);
    if (Files.isRegularFile(file)) {
      return ofFile(control, given, read(file));
    }
    if (!given.matches("[0-9a-f]{64}")) {
      throw Refusal.usage(
          "%s is neither a file nor an artifact's digest (64 hexadecimal digits)".formatted(given));
    }
    GetLineageResponse lineage =
        find(control, new Digest(given))
            .orElseThrow(() -> Refusal.usage("This home knows no artifact " + given));
    print(lineage, Optional.empty());
    return ExitCode.OK;
  }

  private ExitCode ofFile(ControlClient control, String name, StampedFile file) {
    Optional<GetLineageResponse> found =
        file.bare().flatMap(bare -> find(control, bare)).or(() -> find(control, file.whole()));
    if (found.isPresent()) {
      if (!json) {
        print(
            "file      %s, %s".formatted(name, file.stamp().isPresent() ? "stamped" : "no stamp"));
      }
      print(found.get(), file.stamp());
      return ExitCode.OK;
    }
    FieldReader stamp =
        file.stamp()
            .orElseThrow(() ->
                Refusal.usage(
                    "No run of this home made %s, and it has no stamp that would say more"
                        .formatted(name)));
    if (json) {
      print(new FieldWriter().put("stamp", new Value.Fields(stamp.fields())).fields());
    } else {
      LineageText.unknown(name, stamp).forEach(this::print);
    }
    return ExitCode.OK;
  }

  private void print(GetLineageResponse lineage, Optional<FieldReader> stamp) {
    if (json) {
      print(
          LineageJson.of(lineage)
              .optional("stamp", stamp, said -> new Value.Fields(said.fields()))
              .fields());
    } else {
      LineageText.lines(lineage).forEach(this::print);
    }
  }

  private static Optional<GetLineageResponse> find(ControlClient control, Digest digest) {
    GetLineageRequest request =
        GetLineageRequest.newBuilder().setDigest(ByteString.copyFrom(digest.bytes())).build();
    try {
      return Optional.of(control.blocking().getLineage(request));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw control.refusal(e);
    }
  }

  private static StampedFile read(Path file) {
    try {
      return StampedFile.read(file);
    } catch (IOException e) {
      throw Refusal.usage("%s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }
}
