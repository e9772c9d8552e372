package org.cinegraph.bench.plain;

import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.nio.ByteBuffer;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.cinegraph.proto.v1.*;

/// `--server HOST:PORT --token-file FILE --name NAME [--credits N]`; ends with its parent process.
public final class PlainWorker {
  private PlainWorker() {}

  public static void main(String[] arguments) throws Exception {
    Map<String, String> options = new HashMap<>(Map.of("--credits", "1"));
    for (int at = 0; at < arguments.length; at += 2) {
      options.put(arguments[at], arguments[at + 1]);
    }
    ProcessHandle.current().parent().orElseThrow().onExit().thenRun(() -> System.exit(0));
    Metadata token = new Metadata();
    token.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
        "Bearer " + Files.readString(Path.of(options.get("--token-file"))).strip());
    var channel =
        NettyChannelBuilder.forTarget(options.get("--server"))
            .usePlaintext()
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    var service =
        WorkerServiceGrpc.newStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(token));
    UUID id = UUID.randomUUID();
    ByteBuffer bytes = ByteBuffer.allocate(16).putLong(id.getMostSignificantBits());
    WorkerHello hello =
        WorkerHello.newBuilder()
            .setWorkerId(ByteString.copyFrom(bytes.putLong(id.getLeastSignificantBits()).flip()))
            .setName(options.get("--name"))
            .setProtocolVersion(1)
            .setProcessId(ProcessHandle.current().pid())
            .addAllNodeTypes(PlainNodeTypes.offered())
            .addDevices(Device.newBuilder().setKind(DeviceKind.DEVICE_KIND_CPU).setName("cpu"))
            .setHostMemoryBytes(Runtime.getRuntime().maxMemory())
            .build();
    Supplier<WorkerServiceGrpc.WorkerServiceStub> fresh =
        () -> {
          channel.resetConnectBackoff();
          return service;
        };
    new PlainConnection(fresh, hello, Integer.parseInt(options.get("--credits"))).run();
  }
}
