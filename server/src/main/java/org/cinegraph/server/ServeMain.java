package org.cinegraph.server;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.cinegraph.db.StorageUnreachable;
import org.cinegraph.db.store.ArtifactStoreFailure;
import org.cinegraph.server.stack.ServeStatus;
import org.cinegraph.workflows.server.TemporalException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The control plane as a process of its own. It ends in order on SIGTERM, and with its parent
/// where it is told so.
public final class ServeMain {
  private static final Logger LOG = LoggerFactory.getLogger(ServeMain.class);

  private ServeMain() {}

  public static void main(String[] arguments) throws Exception {
    try {
      ServeOptions options = ServeOptions.parse(List.of(arguments));
      if (options.stopWithParent()) {
        // From the first moment: a start that is given up must not go on to its end.
        Thread.ofPlatform().daemon().name("parent").start(ServeMain::endWithInput);
      }
      ControlPlane plane = ControlPlane.start(options);
      Runtime.getRuntime().addShutdownHook(new Thread(plane::close, "stop"));
      new CountDownLatch(1).await();
    } catch (IllegalArgumentException e) {
      end(e, ServeStatus.UNUSABLE);
    } catch (ArtifactStoreFailure e) {
      end(e, ServeStatus.STORE_UNUSABLE);
    } catch (StorageUnreachable | TemporalException | IOException e) {
      end(e, ServeStatus.UNREACHABLE);
    } catch (RuntimeException e) {
      LOG.error("control-plane=failed", e);
      end(e, ServeStatus.FAILED);
    }
  }

  private static void endWithInput() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      LOG.info("parent=gone why=\"{}\"", e.getMessage());
    }
    System.exit(0);
  }

  /// Whoever started this process reads the last line of its log.
  private static void end(Exception reason, int status) {
    System.err.println(String.valueOf(reason.getMessage()).replaceAll("\\s*\\R\\s*", " "));
    System.exit(status);
  }
}
