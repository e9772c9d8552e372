package org.cinegraph.server;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.cinegraph.db.StorageUnreachable;
import org.cinegraph.workflows.server.TemporalException;

/// The control plane as a process of its own. It ends in order on SIGTERM, and with its parent
/// where it is told so.
public final class ServeMain {
  private static final int UNUSABLE = 2;
  private static final int UNREACHABLE = 4;

  private ServeMain() {}

  public static void main(String[] arguments) throws Exception {
    try {
      ServeOptions options = ServeOptions.parse(List.of(arguments));
      ControlPlane plane = ControlPlane.start(options);
      Runtime.getRuntime().addShutdownHook(new Thread(plane::close, "stop"));
      if (options.stopWithParent()) {
        awaitEndOfInput();
        System.exit(0);
      }
      new CountDownLatch(1).await();
    } catch (IllegalArgumentException e) {
      end(e, UNUSABLE);
    } catch (StorageUnreachable | TemporalException | IOException e) {
      end(e, UNREACHABLE);
    }
  }

  private static void awaitEndOfInput() throws IOException {
    while (System.in.read() >= 0) {
      // Only the end of it says something.
    }
  }

  private static void end(Exception reason, int status) {
    System.err.println(reason.getMessage());
    System.exit(status);
  }
}
