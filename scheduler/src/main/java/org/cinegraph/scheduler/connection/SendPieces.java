package org.cinegraph.scheduler.connection;

import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.cinegraph.db.store.ArtifactStoreFailure;

/// Sends a file as fast as its receiver takes it, holding one piece in memory.
public final class SendPieces<T> {
  private static final int PIECE = 256 * 1024;

  private final InputStream bytes;
  private final ServerCallStreamObserver<T> out;
  private final Function<byte[], T> message;
  private final Consumer<ArtifactStoreFailure> unreadable;
  private boolean ended;

  private SendPieces(
      InputStream bytes,
      ServerCallStreamObserver<T> out,
      Function<byte[], T> message,
      Consumer<ArtifactStoreFailure> unreadable) {
    this.bytes = bytes;
    this.out = out;
    this.message = message;
    this.unreadable = unreadable;
  }

  /// To be called before the method of the service returns; closes the stream in the end.
  ///
  /// @param unreadable hears of bytes that turn out to be altered, before the receiver does
  public static <T> void start(
      InputStream bytes,
      ServerCallStreamObserver<T> out,
      Function<byte[], T> message,
      Consumer<ArtifactStoreFailure> unreadable) {
    SendPieces<T> sending = new SendPieces<>(bytes, out, message, unreadable);
    out.setOnCancelHandler(sending::end);
    out.setOnReadyHandler(sending::send);
    sending.send();
  }

  private synchronized void send() {
    try {
      while (!ended && out.isReady()) {
        byte[] piece = bytes.readNBytes(PIECE);
        if (piece.length > 0) {
          out.onNext(message.apply(piece));
        } else {
          end();
          out.onCompleted();
        }
      }
    } catch (ArtifactStoreFailure altered) {
      end();
      unreadable.accept(altered);
      out.onError(ArtifactCalls.refusal(altered));
    } catch (IOException e) {
      end();
      out.onError(ArtifactCalls.refusal(new UncheckedIOException(e)));
    }
  }

  private synchronized void end() {
    ended = true;
    try {
      bytes.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
