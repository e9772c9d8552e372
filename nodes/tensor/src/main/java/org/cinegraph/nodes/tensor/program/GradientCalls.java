package org.cinegraph.nodes.tensor.program;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;

/// Runs methods while libtorch remembers how results come about, so that a later call can ask for
/// gradients.
///
/// DJL has this call, but offers it for lists of tensors alone: for dictionaries, numbers and names
/// it always switches the remembering off. So the call that lies below is taken.
final class GradientCalls {
  private static final boolean REMEMBER = true;
  private static final boolean OWN_STREAM = false;

  private static final MethodHandle RUN = run();
  private static final MethodHandle VALUE = value();

  private GradientCalls() {}

  private static MethodHandle run() {
    try {
      Class<?> library = Class.forName("ai.djl.pytorch.jni.PyTorchLibrary");
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(library, MethodHandles.lookup());
      MethodHandle method =
          lookup.findVirtual(
              library,
              "moduleRunMethod",
              MethodType.methodType(
                  long.class,
                  long.class,
                  String.class,
                  long[].class,
                  boolean.class,
                  boolean.class));
      return method.bindTo(lookup.findStaticGetter(library, "LIB", library).invoke());
    } catch (Throwable e) {
      throw new IllegalStateException("DJL's engine for PyTorch is of another release", e);
    }
  }

  private static MethodHandle value() {
    try {
      return MethodHandles.privateLookupIn(IValue.class, MethodHandles.lookup())
          .findConstructor(IValue.class, MethodType.methodType(void.class, long.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("DJL's engine for PyTorch is of another release", e);
    }
  }

  /// @throws EngineException the method failed
  static IValue run(PtSymbolBlock module, String method, IValue... arguments) {
    long[] handles = Arrays.stream(arguments).mapToLong(IValue::getHandle).toArray();
    // The switch is a thread's own.
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(true);
    try {
      long result =
          (long) RUN.invokeExact((long) module.getHandle(), method, handles, REMEMBER, OWN_STREAM);
      return (IValue) VALUE.invokeExact(result);
    } catch (EngineException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("DJL's engine for PyTorch is of another release", e);
    } finally {
      JniUtils.setGradMode(before);
    }
  }
}
