package org.cinegraph.cli.client;

import static java.util.Objects.requireNonNull;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.util.function.Function;
import org.cinegraph.proto.v1.ControlServiceGrpc;

/// The control service as a verb uses it: calls carry the token, and a refused call ends the verb
/// with the server's own sentence.
public final class ControlClient {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Channel channel;
  private final String address;

  private ControlClient(Channel channel, String address) {
    this.channel = channel;
    this.address = address;
  }

  /// @param channel stays its maker's to close
  /// @param address for messages
  public static ControlClient over(Channel channel, String token, String address) {
    requireNonNull(channel, "channel is null");
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + token);
    return new ControlClient(
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
        address);
  }

  /// Makes calls whose refusals end the verb.
  public <T> T call(Function<ControlServiceGrpc.ControlServiceBlockingStub, T> calls) {
    try {
      return calls.apply(blocking());
    } catch (StatusRuntimeException refused) {
      throw refusal(refused);
    }
  }

  /// For calls whose failures the caller handles itself.
  public ControlServiceGrpc.ControlServiceBlockingStub blocking() {
    return ControlServiceGrpc.newBlockingStub(channel);
  }

  public ControlServiceGrpc.ControlServiceStub streaming() {
    return ControlServiceGrpc.newStub(channel);
  }

  public Refusal refusal(StatusRuntimeException refused) {
    return Refusals.of(refused, address);
  }

  public String address() {
    return address;
  }
}
