package org.cinegraph.workers.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cinegraph.proto.v1.WorkerServiceGrpc;
import org.cinegraph.workers.fake.FakeControlPlane;
import org.cinegraph.workers.fake.RunningWorker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrpcTransferTest {
  @TempDir Path folder;

  private final FakeControlPlane control = new FakeControlPlane();
  private Server server;
  private ManagedChannel channel;
  private GrpcTransfer transfer;

  @BeforeEach
  void connect() throws Exception {
    server = InProcessServerBuilder.forName("transfer").addService(control).build().start();
    channel = InProcessChannelBuilder.forName("transfer").build();
    transfer = new GrpcTransfer(WorkerServiceGrpc.newBlockingV2Stub(channel));
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void bytesThatAreSentAndBytesThatArePlacedEndInTheSameFile() throws Exception {
    for (int length : new int[] {0, 1, FakeControlPlane.PLACED_FROM}) {
      byte[] bytes = "x".repeat(length).getBytes();
      Path target = folder.resolve("part-" + length);

      transfer.fetch(RunningWorker.leaseName(1), control.put(bytes), target);

      assertThat(target).hasBinaryContent(bytes);
    }
    assertThat(folder.toFile().list()).as("no folder of a lease is left").hasSize(3);
  }

  @Test
  void whatALeaseLeftInACacheIsGoneWhenItIsOpenedAgain() throws Exception {
    Path left = Files.createDirectory(folder.resolve("lease-1"));
    Files.writeString(left.resolve("secret"), "secret");

    ArtifactCache.open(folder, 1_000);

    assertThat(folder).isEmptyDirectory();
  }
}
