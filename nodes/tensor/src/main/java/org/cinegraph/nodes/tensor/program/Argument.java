package org.cinegraph.nodes.tensor.program;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.cinegraph.graph.type.Dtype;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.LongTensor;

/// What a program's method can be given. Only these cross into libtorch: DJL aborts the whole
/// process on element types that it does not know.
public sealed interface Argument
    permits Argument.Floats,
        Argument.Longs,
        Argument.Named,
        Argument.Number,
        Argument.Whole,
        Argument.Word,
        Held,
        Weights {
  /// A `Tensor` of float32.
  record Floats(FloatTensor tensor) implements Argument {
    public Floats {
      requireNonNull(tensor, "tensor is null");
    }
  }

  /// A `Tensor` of int64.
  record Longs(LongTensor tensor) implements Argument {
    public Longs {
      requireNonNull(tensor, "tensor is null");
    }
  }

  /// A `Dict[str, Tensor]` of float32.
  record Named(SequencedMap<String, FloatTensor> tensors) implements Argument {
    public Named {
      tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
    }
  }

  /// A `float`.
  record Number(double number) implements Argument {}

  /// An `int`.
  record Whole(long number) implements Argument {}

  /// A `str`.
  record Word(String text) implements Argument {
    public Word {
      requireNonNull(text, "text is null");
    }
  }

  static Argument of(FloatTensor tensor) {
    return new Floats(tensor);
  }

  static Argument of(LongTensor tensor) {
    return new Longs(tensor);
  }

  static Argument of(double number) {
    return new Number(number);
  }

  static Argument of(long number) {
    return new Whole(number);
  }

  /// An `int`: the number that the type has in libtorch.
  static Argument of(Dtype dtype) {
    return new Whole(numberOf(dtype));
  }

  static long numberOf(Dtype dtype) {
    return switch (dtype) {
      case F32 -> 6;
      case BF16 -> 15;
      case F16 -> 5;
    };
  }
}
