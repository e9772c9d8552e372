package org.cinegraph.nodes.tensor.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/// Stands where arrays go between libtorch and Java. DJL 0.35 ends the whole process, without an
/// exception, when it is asked to make an array of an element type it has no case for (bfloat16,
/// int16 and others); so only types known to be safe pass.
final class CrossingGuard {
  private CrossingGuard() {}

  /// @param what for the message: the method whose result it is
  static void check(String what, NDArray array) {
    DataType type = array.getDataType();
    if (!crosses(type)) {
      throw new IllegalStateException(
          what
              + " gave an array of "
              + type
              + "; only float32, float16, float64, int32, int64, boolean and uint8 cross into Java."
              + " Convert it inside the program.");
    }
  }

  static boolean crosses(DataType type) {
    return switch (type) {
      case FLOAT32, FLOAT16, FLOAT64, INT32, INT64, BOOLEAN, UINT8 -> true;
      case BFLOAT16, UINT64, UINT32, UINT16, INT16, INT8, COMPLEX64, UNKNOWN, STRING -> false;
    };
  }
}
