package org.cinegraph.cli.store;

import java.util.Iterator;
import java.util.concurrent.Callable;
import org.cinegraph.cli.client.ActOptions;
import org.cinegraph.cli.client.Connect;
import org.cinegraph.cli.client.Connection;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.ArtifactAmount;
import org.cinegraph.proto.v1.BadArtifact;
import org.cinegraph.proto.v1.VerifyProgress;
import org.cinegraph.proto.v1.VerifyStoreRequest;
import org.cinegraph.proto.v1.VerifyStoreResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `store verify`: one line of JSON for each bad artifact and one at the end, or the same in words.
@Command(
    name = "verify",
    description = "Read every artifact again and compare it with its digest; exit 1 if one is bad")
final class StoreVerify implements Callable<Integer> {
  private final Connect connect;
  private final Terminal terminal;

  @Option(
      names = "--drop",
      description = "Take altered files out of the way, so that they are computed again")
  private boolean drop;

  @Mixin private final ActOptions options = new ActOptions();

  StoreVerify(Connect connect, Terminal terminal) {
    this.connect = connect;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (Connection connection = connect.running(options.place())) {
      VerifyProgress result = verify(connection.control());
      if (options.json()) {
        print(fields(result));
      } else {
        terminal.out().println(sentence(result));
      }
      return (result.getBad() == 0 ? ExitCode.OK : ExitCode.FAILED).number();
    }
  }

  private VerifyProgress verify(ControlClient control) {
    VerifyStoreRequest request =
        VerifyStoreRequest.newBuilder().setDrop(drop).setWhy(options.why()).build();
    ProgressLine progress = new ProgressLine(terminal);
    return control.call(service -> {
      VerifyProgress last = VerifyProgress.getDefaultInstance();
      for (Iterator<VerifyStoreResponse> told = service.verifyStore(request); told.hasNext(); ) {
        VerifyStoreResponse response = told.next();
        if (response.hasBad()) {
          tell(response.getBad());
        } else {
          last = response.getProgress();
          progress.say(soFar(last));
        }
      }
      return last;
    });
  }

  private void tell(BadArtifact bad) {
    if (options.json()) {
      print(fields(bad));
      return;
    }
    terminal.out().println(bad.getFailure().getMessage());
    terminal
        .out()
        .println(
            "  expected %d bytes, found %s, %s"
                .formatted(
                    bad.getBytesExpected(),
                    bad.hasBytesFound() ? bad.getBytesFound() : "no file",
                    bad.getMediaType()));
    terminal
        .out()
        .println(
            bad.getHeldByCount() == 0
                ? "  nothing refers to it"
                : "  referred to by " + String.join(", ", bad.getHeldByList()));
    if (bad.getDropped()) {
      terminal.out().println("  taken out of the way, to " + bad.getPath() + ".altered");
    }
  }

  private static String soFar(VerifyProgress progress) {
    return "%d of %d artifacts, %s of %s"
        .formatted(
            progress.getArtifacts(),
            progress.getArtifactsInAll(),
            Quantity.bytes(progress.getBytes()),
            Quantity.bytes(progress.getBytesInAll()));
  }

  private static String sentence(VerifyProgress result) {
    String looked =
        Quantity.of(
            ArtifactAmount.newBuilder()
                .setCount(result.getArtifacts())
                .setBytes(result.getBytes())
                .build(),
            "artifact",
            "artifacts");
    return result.getBad() == 0
        ? looked + " read, and all as their digests say"
        : "Bad: %d of %s; what a node needs of them is computed again when it needs it, and a file that was given has to be given again"
            .formatted(result.getBad(), looked);
  }

  private void print(FieldWriter fields) {
    terminal.out().println(CanonicalJson.write(fields.fields()));
  }

  private static FieldWriter fields(BadArtifact bad) {
    FieldWriter fields =
        new FieldWriter()
            .text("digest", Digest.ofDigestBytes(bad.getDigest().toByteArray()).hex())
            .text("mediaType", bad.getMediaType())
            .text("path", bad.getPath())
            .text("code", bad.getFailure().getCode())
            .integer("bytesExpected", bad.getBytesExpected());
    if (bad.hasBytesFound()) {
      fields.integer("bytesFound", bad.getBytesFound());
    }
    return fields
        .list("heldBy", bad.getHeldByList(), Value.Text::new)
        .flag("dropped", bad.getDropped());
  }

  private static FieldWriter fields(VerifyProgress result) {
    return new FieldWriter()
        .integer("artifacts", result.getArtifacts())
        .integer("bytes", result.getBytes())
        .integer("bad", result.getBad());
  }
}
