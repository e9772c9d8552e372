package org.cinegraph.nodes.diffusion.wanvae;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.cinegraph.nodes.diffusion.kl.SavedTensor;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.program.Argument;
import org.cinegraph.nodes.tensor.program.Held;
import org.cinegraph.nodes.tensor.program.Program;

/// What the convolutions of a causal network remember of the frames that it has seen: two frames
/// each, whatever the length of the clip. It lies in libtorch and keeps its memory until it is
/// closed; whoever goes on from it makes another.
public final class CausalPast implements AutoCloseable {
  private final Program program;
  private final Held tensors;

  CausalPast(Program program, Held tensors) {
    this.program = program;
    this.tensors = tensors;
  }

  Held tensors() {
    return tensors;
  }

  /// Writes it to the bit, a tensor at a time.
  public void save(DataOutput out) throws IOException {
    try {
      int count = (int) program.call("count", tensors).values()[0];
      out.writeInt(count);
      for (int i = 0; i < count; i++) {
        SavedTensor.write(program.call("one", tensors, Argument.of((long) i)), out);
      }
    } catch (NodeFailure e) {
      throw new IOException("What a decoder remembers could not be read", e);
    }
  }

  static CausalPast restore(Program program, DataInput in) throws IOException {
    try {
      Held tensors = program.hold("nothing");
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        Held more = program.hold("put", tensors, Argument.of(SavedTensor.read(in)));
        tensors.close();
        tensors = more;
      }
      return new CausalPast(program, tensors);
    } catch (NodeFailure e) {
      throw new IOException("What a decoder remembers could not be put together", e);
    }
  }

  @Override
  public void close() {
    tensors.close();
  }
}
