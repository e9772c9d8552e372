package org.cinegraph.bench.engine;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.cinegraph.bench.measure.BenchFailure;
import org.cinegraph.proto.v1.CheckGraphRequest;
import org.cinegraph.proto.v1.CheckGraphResponse;
import org.cinegraph.proto.v1.ControlServiceGrpc;
import org.cinegraph.proto.v1.ControlServiceGrpc.ControlServiceBlockingStub;
import org.cinegraph.proto.v1.GetRunRequest;
import org.cinegraph.proto.v1.GetRunResponse;
import org.cinegraph.proto.v1.GetServerInfoRequest;
import org.cinegraph.proto.v1.GraphSource;
import org.cinegraph.proto.v1.RunEvent;
import org.cinegraph.proto.v1.RunOptions;
import org.cinegraph.proto.v1.StoreGraphRequest;
import org.cinegraph.proto.v1.StoreGraphResponse;
import org.cinegraph.proto.v1.SubmitRunRequest;
import org.cinegraph.proto.v1.SubmitRunResponse;
import org.cinegraph.proto.v1.WatchRunRequest;
import org.cinegraph.proto.v1.WatchRunResponse;

/// A client of a control plane that waits for the end of its runs and for nothing in between.
final class RunClient implements AutoCloseable {
  private final ManagedChannel channel;
  private final ControlServiceBlockingStub service;

  private RunClient(ManagedChannel channel, ControlServiceBlockingStub service) {
    this.channel = channel;
    this.service = service;
  }

  static RunClient connect(String server, String token) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    ManagedChannel channel = NettyChannelBuilder.forTarget(server).usePlaintext().build();
    return new RunClient(
        channel,
        ControlServiceGrpc.newBlockingStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers)));
  }

  /// Stores a graph, once a worker has published its node types.
  ///
  /// @return the digest of the version
  ByteString store(String yaml) {
    StoreGraphResponse stored =
        service.storeGraph(StoreGraphRequest.newBuilder().setSource(source(yaml)).build());
    if (stored.getProblemsCount() > 0) {
      throw new BenchFailure("The bench's graph has a mistake: " + stored.getProblems(0));
    }
    return stored.getVersion().getDigest();
  }

  /// Has a graph checked.
  void check(String yaml) {
    CheckGraphResponse checked =
        service.checkGraph(CheckGraphRequest.newBuilder().setSource(source(yaml)).build());
    if (checked.getProblemsCount() > 0) {
      throw new BenchFailure("The bench's graph has a mistake: " + checked.getProblems(0));
    }
  }

  /// Submits a stored graph with a salt that no run had before.
  ///
  /// @param segmentSize 0: the usual one
  ByteString submit(ByteString version, int segmentSize) {
    String salt = UUID.randomUUID().toString();
    return submit(
        SubmitRunRequest.newBuilder()
            .setIdempotencyKey(salt)
            .setVersion(version)
            .putInputsAsText("salt", salt)
            .setOptions(RunOptions.newBuilder().setSegmentSize(segmentSize)));
  }

  /// Submits a graph as `run` does, with its text.
  ByteString submit(String yaml, String salt) {
    return submit(
        SubmitRunRequest.newBuilder()
            .setIdempotencyKey(UUID.randomUUID().toString())
            .setSource(source(yaml))
            .putInputsAsText("salt", salt));
  }

  /// Returns when the run has succeeded.
  ///
  /// @param lastEvent the number of its last event; earlier ones are not asked for
  void awaitSuccess(ByteString run, long lastEvent) {
    Iterator<WatchRunResponse> news =
        service.watchRun(WatchRunRequest.newBuilder().setRunId(run).setFrom(lastEvent).build());
    String last = "";
    while (news.hasNext()) {
      WatchRunResponse response = news.next();
      if (response.hasEvent()) {
        last = response.getEvent().getType();
      }
    }
    if (!last.equals("run-succeeded")) {
      throw new BenchFailure("A run of the bench ended with the event '" + last + "'");
    }
  }

  /// Returns when the run has succeeded, having told all of its events.
  void awaitSuccess(ByteString run, Consumer<RunEvent> heard) {
    Iterator<WatchRunResponse> news =
        service.watchRun(
            WatchRunRequest.newBuilder().setRunId(run).setFrom(1).setBatches(true).build());
    String last = "";
    while (news.hasNext()) {
      WatchRunResponse response = news.next();
      List<RunEvent> events =
          response.hasEvent() ? List.of(response.getEvent()) : response.getEvents().getEventsList();
      for (RunEvent event : events) {
        heard.accept(event);
        last = event.getType();
      }
    }
    if (!last.equals("run-succeeded")) {
      throw new BenchFailure("A run of the bench ended with the event '" + last + "'");
    }
  }

  /// Watches in the background.
  ///
  /// @param ended called when the run's last event has come, or the stream broke
  void watch(ByteString run, Consumer<RunEvent> event, Runnable ended) {
    ControlServiceGrpc.newStub(service.getChannel())
        .watchRun(
            WatchRunRequest.newBuilder().setRunId(run).setFrom(1).setBatches(true).build(),
            new StreamObserver<>() {
              @Override
              public void onNext(WatchRunResponse response) {
                if (response.hasEvent()) {
                  event.accept(response.getEvent());
                }
                response.getEvents().getEventsList().forEach(event);
              }

              @Override
              public void onError(Throwable broken) {
                ended.run();
              }

              @Override
              public void onCompleted() {
                ended.run();
              }
            });
  }

  /// Returns when the control plane answers, fails where it does not.
  void ping() {
    var unused = service.getServerInfo(GetServerInfoRequest.getDefaultInstance());
  }

  GetRunResponse get(ByteString run) {
    return service.getRun(GetRunRequest.newBuilder().setRunId(run).build());
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private ByteString submit(SubmitRunRequest.Builder request) {
    SubmitRunResponse submitted = service.submitRun(request.build());
    if (submitted.getProblemsCount() > 0) {
      throw new BenchFailure("The bench's graph has a mistake: " + submitted.getProblems(0));
    }
    return submitted.getRun().getRunId();
  }

  private static GraphSource source(String yaml) {
    return GraphSource.newBuilder()
        .setFileName("bench.yaml")
        .setContent(ByteString.copyFrom(yaml, StandardCharsets.UTF_8))
        .build();
  }
}
