package org.cinegraph.nodes.tensor.program;

import static java.util.Objects.requireNonNull;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;

/// The tensor code of a network: TorchScript text, compiled by libtorch when it is loaded. It holds
/// no weights; they are handed to each call.
///
/// Calls may come from several threads at once. What a call allocates is freed when it ends.
public final class Program implements AutoCloseable {
  private final String name;
  private final Digest digest;
  private final PtNDManager manager;
  private final PtSymbolBlock module;
  private final boolean gradients;

  private Program(
      String name, Digest digest, PtNDManager manager, PtSymbolBlock module, boolean gradients) {
    this.name = name;
    this.digest = digest;
    this.manager = manager;
    this.module = module;
    this.gradients = gradients;
  }

  /// Compiles the text that lies beside a class: `VideoTransformer.py` beside `VideoTransformer`.
  ///
  /// @param others classes whose texts have methods that the first calls
  public static Program beside(Class<?> owner, Class<?>... others) {
    StringBuilder methods = new StringBuilder(text(owner));
    for (Class<?> other : others) {
      methods.append('\n').append(text(other));
    }
    return compile(owner.getSimpleName(), methods.toString());
  }

  /// The same program; what its calls leave in libtorch remembers how it came about, so that a
  /// later one can ask for gradients. That takes memory for every operation. It is closed with this
  /// one.
  public Program withGradients() {
    return new Program(name, digest, manager, module, true);
  }

  /// The text beside a class, for digests.
  public static String text(Class<?> owner) {
    String resource = owner.getSimpleName() + ".py";
    try (InputStream in =
        requireNonNull(owner.getResourceAsStream(resource), () -> "No resource " + resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The program " + resource + " could not be read", e);
    }
  }

  /// @param name for messages
  /// @param methods see [ProgramArchive#of]
  /// @throws EngineException libtorch does not understand the text; a defect of the network
  static Program compile(String name, String methods) {
    PtNDManager manager = TensorEngine.current().newManager();
    try {
      InputStream archive = new ByteArrayInputStream(ProgramArchive.of(methods));
      PtSymbolBlock module = JniUtils.loadModule(manager, archive, false, false);
      return new Program(name, Digest.of(methods), manager, module, false);
    } catch (IOException e) {
      manager.close();
      throw new UncheckedIOException("Reading from memory failed", e);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  public Digest digest() {
    return digest;
  }

  /// Runs a method that returns one tensor.
  ///
  /// @throws NodeFailure memory ran out, or the method does not fit its arguments
  public FloatTensor call(String method, Argument... arguments) throws NodeFailure {
    List<FloatTensor> results = callForMany(method, arguments);
    if (results.size() != 1) {
      throw new IllegalStateException(where(method) + " gave " + results.size() + " tensors");
    }
    return results.getFirst();
  }

  /// Runs a method that returns a tensor or a tuple of tensors.
  ///
  /// @throws NodeFailure memory ran out, a file of weights changed, or the method does not fit its
  ///   arguments
  public List<FloatTensor> callForMany(String method, Argument... arguments) throws NodeFailure {
    try (PtNDManager scope = TensorEngine.current().newManager();
        Call call = new Call(scope, where(method))) {
      return call.floats(call.keep(run(method, call, arguments)));
    }
  }

  /// Runs a method whose result stays in libtorch. The caller closes it.
  ///
  /// @throws NodeFailure memory ran out, or the method does not fit its arguments
  public Held hold(String method, Argument... arguments) throws NodeFailure {
    try (PtNDManager scope = TensorEngine.current().newManager();
        Call call = new Call(scope, where(method))) {
      return new Held(run(method, call, arguments));
    }
  }

  private IValue run(String method, Call call, Argument... arguments) throws NodeFailure {
    // The optimising executor rewrites a program after its first calls. A resumed loop must give
    // the bits of an uninterrupted one, so no call may depend on those before it. The switch is a
    // thread's own.
    JniUtils.setGraphExecutorOptimize(false);
    for (Argument argument : arguments) {
      if (argument instanceof Weights weights) {
        weights.requireFiles();
      }
    }
    try {
      IValue[] values = call.values(arguments);
      return gradients
          ? GradientCalls.run(module, method, values)
          : IValueUtils.runMethod(module, method, values);
    } catch (EngineException e) {
      throw failure(method, e);
    }
  }

  private NodeFailure failure(String method, EngineException cause) {
    String message = String.valueOf(cause.getMessage());
    if (message.contains("DefaultCPUAllocator") || message.contains("CUDA out of memory")) {
      return NodeFailure.resource(
          "out-of-memory",
          where(method) + " needs more memory than this worker has; a larger one may do it.",
          cause);
    }
    return new NodeFailure(
        Failure.fatal("program-failed", where(method) + " failed: " + message.strip()), cause);
  }

  private String where(String method) {
    return "Program " + name + "." + method;
  }

  @Override
  public void close() {
    module.close();
    manager.close();
  }
}
