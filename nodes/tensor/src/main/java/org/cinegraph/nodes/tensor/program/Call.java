package org.cinegraph.nodes.tensor.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;

/// What one call of a method holds in libtorch, freed together when it ends.
final class Call implements AutoCloseable {
  private final PtNDManager manager;
  private final String what;
  private final List<IValue> held = new ArrayList<>();

  Call(PtNDManager manager, String what) {
    this.manager = manager;
    this.what = what;
  }

  IValue keep(IValue value) {
    held.add(value);
    return value;
  }

  IValue[] values(Argument... arguments) {
    IValue[] values = new IValue[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      values[i] =
          switch (arguments[i]) {
            case Argument.Floats(FloatTensor tensor) ->
                keep(IValue.from(create(tensor.values(), tensor.shape())));
            case Argument.Longs longs ->
                keep(
                    IValue.from(
                        owned(
                            manager.create(
                                longs.tensor().values(), engineShape(longs.tensor().shape())))));
            case Argument.Named(SequencedMap<String, FloatTensor> tensors) ->
                keep(IValue.stringMapFrom(arrays(tensors)));
            case Argument.Number(double number) -> keep(IValue.from(number));
            case Argument.Whole(long number) -> keep(IValue.from(number));
            case Argument.Word(String text) -> keep(IValue.from(text));
            case Held held -> held.value();
            case Weights weights -> weights.dictionary();
          };
    }
    return values;
  }

  private PtNDArray create(float[] values, Shape shape) {
    return owned(manager.create(values, engineShape(shape)));
  }

  /// DJL lends libtorch the memory of a Java buffer, which is gone some time after the call; what a
  /// method returns may be its argument or a view of it.
  private static PtNDArray owned(NDArray lent) {
    try (lent) {
      return (PtNDArray) lent.duplicate();
    }
  }

  private Map<String, PtNDArray> arrays(SequencedMap<String, FloatTensor> tensors) {
    Map<String, PtNDArray> arrays = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> arrays.put(name, create(tensor.values(), tensor.shape())));
    return arrays;
  }

  private static ai.djl.ndarray.types.Shape engineShape(Shape shape) {
    return new ai.djl.ndarray.types.Shape(shape.toArray());
  }

  List<FloatTensor> floats(IValue result) {
    if (result.isTensor()) {
      return List.of(floats(result.toTensor(manager)));
    }
    List<FloatTensor> tensors = new ArrayList<>();
    for (IValue part : result.toIValueTuple()) {
      tensors.add(floats(keep(part).toTensor(manager)));
    }
    return tensors;
  }

  private FloatTensor floats(PtNDArray array) {
    CrossingGuard.check(what, array);
    if (array.getDataType() != DataType.FLOAT32) {
      throw new IllegalStateException(
          what + " gave " + array.getDataType() + "; a program's results are float32.");
    }
    return FloatTensor.of(Shape.of(array.getShape().getShape()), array.toFloatArray());
  }

  @Override
  public void close() {
    held.forEach(IValue::close);
  }
}
