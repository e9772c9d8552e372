package org.cinegraph.bench.plain;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.*;
import java.util.function.BiConsumer;
import org.cinegraph.graph.declaration.*;
import org.cinegraph.graph.digest.*;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.OfferedNodeType;

/// Two node types that compute nothing, so that what remains to be measured is the engine.
public final class PlainNodeTypes {
  private PlainNodeTypes() {}

  public static List<OfferedNodeType> offered() throws IOException {
    Parameter payload =
        Parameter.optional("payload", new PortType.Int(), new Value.Int(0), "Padding, characters.");
    Parameter seconds =
        Parameter.optional("seconds", new PortType.Float(), new Value.Float(1), "How long, s.");
    return List.of(
        offered("no-op", "Returns its salt at once.", payload.between(0, 100_000)),
        offered("no-op-slow", "Returns its salt after a while.", seconds.between(0, 3600)));
  }

  private static OfferedNodeType offered(String type, String text, Parameter extra)
      throws IOException {
    var salt = Parameter.optional("salt", new PortType.Text(), new Value.Text(""), "Any text.");
    var value = new OutputPort("value", new PortType.Json(), "An object with the salt.");
    var demand = new Demand(Demand.DeviceClass.ANY, 0, 0, true);
    var example = "graph: a\nnodes:\n  n: {type: " + type + "}\noutputs:\n  value: $n.value\n";
    var after = new InputPort("after", new PortType.Json(), false, "What to follow.");
    var beside = new InputPort("beside", new PortType.Json(), false, "What else to follow.");
    var ins = List.of(after, beside);
    var parameters = List.of(salt, extra);
    var declaration =
        new NodeDeclaration(type, 1, type, text, ins, parameters, List.of(value), demand, example);
    byte[] program;
    try (var own = PlainNodeTypes.class.getResourceAsStream("PlainNodeTypes.class")) {
      program = own.readAllBytes();
    }
    return OfferedNodeType.newBuilder()
        .setType(type)
        .setVersion(1)
        .setDeclarationJson(CanonicalJson.write(DeclarationJson.write(declaration)))
        .setDeclarationDigest(ByteString.copyFrom(DeclarationJson.digest(declaration).bytes()))
        .setProgramDigest(ByteString.copyFrom(Digest.of(program).bytes()))
        .build();
  }

  /// @param progress called with the steps done and the steps in all
  static String compute(String parametersJson, BiConsumer<Integer, Integer> progress)
      throws InterruptedException {
    SequencedMap<String, Value> given =
        ((Value.Fields) CanonicalJson.parse(parametersJson)).fields();
    if (given.get("seconds") instanceof Value.Float(double seconds)) {
      int steps = (int) Math.round(seconds * 10);
      for (int step = 1; step <= steps; step++) {
        Thread.sleep(100);
        progress.accept(step, steps);
      }
    }
    SequencedMap<String, Value> value = new LinkedHashMap<>();
    value.put("salt", given.getOrDefault("salt", new Value.Text("")));
    if (given.get("payload") instanceof Value.Int(long padding) && padding > 0) {
      value.put("payload", new Value.Text("x".repeat((int) padding)));
    }
    return CanonicalJson.write(new Value.Fields(value));
  }
}
