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

/// Three node types that compute nothing, so that what remains to be measured is the engine.
public final class PlainNodeTypes {
  private static final int STEPS_PER_SECOND = 10;

  private PlainNodeTypes() {}

  public static List<OfferedNodeType> offered() throws IOException {
    Parameter payload =
        Parameter.optional("payload", new PortType.Int(), new Value.Int(0), "Padding, characters.");
    Parameter seconds =
        Parameter.optional("seconds", new PortType.Float(), new Value.Float(1), "How long, s.");
    Parameter number =
        Parameter.optional("number", new PortType.Int(), new Value.Int(0), "What is returned.");
    var value = new OutputPort("value", new PortType.Json(), "An object with the salt.");
    var returned = new OutputPort("number", new PortType.Int(), "The number.");
    return List.of(
        offered("no-op", "Returns its salt at once.", payload.between(0, 100_000), value),
        offered("no-op-slow", "Returns its salt after a while.", seconds.between(0, 3600), value),
        offered("no-op-number", "Returns a number at once.", number, returned));
  }

  private static OfferedNodeType offered(
      String type, String text, Parameter extra, OutputPort output) throws IOException {
    var salt = Parameter.optional("salt", new PortType.Text(), new Value.Text(""), "Any text.");
    var demand = new Demand(Demand.DeviceClass.ANY, 0, 0, true);
    var example =
        "graph: a\nnodes:\n  n: {type: " + type + "}\noutputs:\n  made: $n." + output.name() + "\n";
    var ins =
        List.of(
            new InputPort("after", new PortType.Json(), false, "What to follow."),
            new InputPort("beside", new PortType.Json(), false, "What else to follow."));
    var parameters = List.of(salt, extra);
    var declaration =
        new NodeDeclaration(type, 1, type, text, ins, parameters, List.of(output), demand, example);
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

  /// The only output of a type.
  static String output(String type) {
    return type.equals("no-op-number") ? "number" : "value";
  }

  /// @param progress called with the steps done and the steps in all
  static String compute(String parametersJson, BiConsumer<Integer, Integer> progress)
      throws InterruptedException {
    SequencedMap<String, Value> given =
        ((Value.Fields) CanonicalJson.parse(parametersJson)).fields();
    if (given.get("seconds") instanceof Value.Float(double seconds)) {
      int steps = (int) Math.round(seconds * STEPS_PER_SECOND);
      for (int step = 1; step <= steps; step++) {
        Thread.sleep(1000 / STEPS_PER_SECOND);
        progress.accept(step, steps);
      }
    }
    if (given.get("number") instanceof Value.Int number) {
      return CanonicalJson.write(number);
    }
    SequencedMap<String, Value> value = new LinkedHashMap<>();
    value.put("salt", given.getOrDefault("salt", new Value.Text("")));
    if (given.get("payload") instanceof Value.Int(long padding) && padding > 0) {
      value.put("payload", new Value.Text("x".repeat((int) padding)));
    }
    return CanonicalJson.write(new Value.Fields(value));
  }
}
