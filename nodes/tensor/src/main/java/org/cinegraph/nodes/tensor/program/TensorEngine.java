package org.cinegraph.nodes.tensor.program;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.file.Path;
import java.util.Optional;

/// libtorch in this process. It can be started once, because its settings are the process's.
///
/// The truth lives in DJL's static state; this class only makes sure of the order: settings first,
/// then the library, then everything else.
public final class TensorEngine {
  private static final Object LOCK = new Object();
  private static Optional<TensorEngine> started = Optional.empty();

  private final EngineSettings settings;
  private final Engine engine;
  private final PtNDManager root;

  private TensorEngine(EngineSettings settings, Engine engine) {
    this.settings = settings;
    this.engine = engine;
    this.root = (PtNDManager) engine.newBaseManager(Device.cpu());
  }

  /// Loads libtorch; later calls with the same settings find it loaded.
  ///
  /// @throws IllegalStateException it runs already, with other settings
  public static TensorEngine start(EngineSettings settings) {
    synchronized (LOCK) {
      if (started.isEmpty()) {
        started = Optional.of(load(settings));
      }
      TensorEngine running = started.get();
      if (!running.settings.equals(settings)) {
        throw new IllegalStateException(
            "libtorch runs already with " + running.settings + ", asked for " + settings);
      }
      return running;
    }
  }

  /// The running engine; one that nobody started is started with plain settings.
  static TensorEngine current() {
    synchronized (LOCK) {
      return started.orElseGet(() -> start(EngineSettings.plain()));
    }
  }

  private static TensorEngine load(EngineSettings settings) {
    System.setProperty("ai.djl.default_engine", "PyTorch");
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(settings.threads()));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    settings
        .cacheFolder()
        .map(Path::toAbsolutePath)
        .ifPresent(folder -> {
          System.setProperty("DJL_CACHE_DIR", folder.toString());
          System.setProperty("ENGINE_CACHE_DIR", folder.toString());
        });
    return new TensorEngine(settings, Engine.getEngine("PyTorch"));
  }

  /// The version of libtorch.
  public String version() {
    return engine.getVersion();
  }

  public int threads() {
    return settings.threads();
  }

  /// Owner of arrays that live as long as one call; the caller closes it.
  PtNDManager newManager() {
    return root.newSubManager(Device.cpu());
  }
}
