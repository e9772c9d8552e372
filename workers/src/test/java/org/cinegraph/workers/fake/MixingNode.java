package org.cinegraph.workers.fake;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.sdk.StepLoop;

/// A loop whose result depends on every step, its order and every byte of the input.
public final class MixingNode implements NodeType {
  public static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "mix",
          1,
          "Mix",
          "Mixes bytes.",
          List.of(new InputPort("image", new PortType.Image(), true, "Bytes.")),
          List.of(Parameter.required("steps", new PortType.Int(), "Steps.")),
          List.of(
              new OutputPort("image", new PortType.Image(), "Mixed bytes."),
              new OutputPort("sum", new PortType.Int(), "Their sum.")),
          new Demand(Demand.DeviceClass.ANY, 0, 0, true),
          "graph: mix");

  private final IntConsumer beforeStep;

  /// @param beforeStep called in the executor's thread with each step
  public MixingNode(IntConsumer beforeStep) {
    this.beforeStep = beforeStep;
  }

  public MixingNode() {
    this(_ -> {});
  }

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    byte[] input = Files.readAllBytes(context.fetch(context.artifact("image")));
    int steps = context.parameters().smallInteger("steps");
    long sum = context.loop(new Mixing(steps, input, beforeStep));
    Path file = context.temporaryFolder().resolve("mixed");
    Files.writeString(file, Long.toHexString(sum));
    context.log("mixed " + input.length + " bytes");
    context.output("image", context.store(file, "image/x-mixed"));
    context.output("sum", new PortValue.Inline(new Value.Int(sum)));
  }

  private record Mixing(int steps, byte[] input, IntConsumer beforeStep) implements StepLoop<Long> {
    @Override
    public Long start() {
      return 17L;
    }

    @Override
    public Long step(int step, Long state) {
      beforeStep.accept(step);
      long mixed = state;
      for (byte b : input) {
        mixed = (mixed ^ b) * 0x100000001b3L + step;
      }
      return mixed;
    }

    @Override
    public void save(Long state, DataOutput out) throws IOException {
      out.writeLong(state);
    }

    @Override
    public Long restore(DataInput in) throws IOException {
      return in.readLong();
    }
  }
}
