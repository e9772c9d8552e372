package org.cinegraph.nodes.audio.measure;

import java.io.IOException;
import java.util.List;
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
import org.cinegraph.nodes.video.mux.SoundInput;
import org.cinegraph.nodes.video.sound.WavFile;

/// `count-loud`: how often a sound becomes loud. It has no loop: an hour of sound takes a second.
public final class CountLoud implements NodeType {
  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "count-loud",
          1,
          "Count the loud moments of a sound",
          """
          A moment begins where the root mean square of 10 ms of sound, over all channels, reaches
          the threshold, and ends where it falls below half of it: a beat whose echo has not died
          away is the same moment. Full scale is 1, a sine of full scale has 0.7.
          """,
          List.of(new InputPort("audio", new PortType.Audio(), true, "the sound")),
          List.of(
              Parameter.optional(
                      "threshold",
                      new PortType.Float(),
                      new Value.Float(0.1),
                      "how loud it must get, 0.001 to 1")
                  .between(0.001, 1)),
          List.of(
              new OutputPort("count", new PortType.Int(), "how many moments"),
              new OutputPort(
                  "moments",
                  new PortType.ListOf(new PortType.Float()),
                  "where they begin, in seconds; the first 1,000"),
              new OutputPort("loudest", new PortType.Float(), "the loudest 10 ms")),
          new Demand(Demand.DeviceClass.ANY, 0, 64L << 20, false),
          """
          graph: nothing-is-heard
          nodes:
            pause: {type: silence, with: {seconds: 2}}
            loud: {type: count-loud, with: {audio: $pause.audio}}
          outputs:
            count: $loud.count
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    try (WavFile sound = SoundInput.open(context, context.artifact("audio"))) {
      LoudMoments moments = LoudMoments.find(sound, context.parameters().number("threshold"));
      context.output("count", new PortValue.Inline(new Value.Int(moments.count())));
      List<Value> seconds =
          moments.seconds().stream().map(second -> (Value) new Value.Float(second)).toList();
      context.output("moments", new PortValue.Inline(new Value.Items(seconds)));
      context.output("loudest", new PortValue.Inline(new Value.Float(moments.loudest())));
    }
  }
}
