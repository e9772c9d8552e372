package org.cinegraph.nodes.diffusion.kl;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;

/// A tensor in a checkpoint, to the bit.
public final class SavedTensor {
  private SavedTensor() {}

  public static void write(FloatTensor tensor, DataOutput out) throws IOException {
    out.writeInt(tensor.shape().sizes().size());
    for (long size : tensor.shape().sizes()) {
      out.writeLong(size);
    }
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * tensor.values().length);
    bytes.asFloatBuffer().put(tensor.values());
    out.write(bytes.array());
  }

  public static FloatTensor read(DataInput in) throws IOException {
    long[] sizes = new long[in.readInt()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = in.readLong();
    }
    float[] values = new float[Math.toIntExact(Shape.of(sizes).elements())];
    byte[] bytes = new byte[Math.multiplyExact(Float.BYTES, values.length)];
    in.readFully(bytes);
    ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
    return FloatTensor.of(values, sizes);
  }
}
