package org.cinegraph.bench.engine;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.bench.plain.PlainNodeTypes;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.check.CheckGraph;
import org.cinegraph.graph.declaration.DeclarationJson;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.document.ParseGraph;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.plan.PlanGraph;
import org.cinegraph.graph.plan.PlanOptions;
import org.cinegraph.graph.plan.PlanText;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.OfferedNodeType;

/// `LAYERS WIDTH TIMES`: plans a layered graph so often, as a process of its own, whose heap is
/// bounded by whoever starts it. Prints a line each time: milliseconds to read and check the text,
/// to plan it, to write the plan, and the bytes that a planned node keeps in memory.
final class PlanProbe {
  private PlanProbe() {}

  public static void main(String[] arguments) throws Exception {
    byte[] yaml =
        LayeredGraph.of(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), 1)
            .yaml()
            .getBytes(StandardCharsets.UTF_8);
    Catalog catalog = catalog();
    for (int time = Integer.parseInt(arguments[2]); time > 0; time--) {
      probe(yaml, catalog);
    }
  }

  private static void probe(byte[] yaml, Catalog catalog) {
    long before = used();
    long[] at = new long[4];
    Plan plan = plan(yaml, catalog, at);
    System.out.printf(
        "%d %d %d %d%n",
        (at[1] - at[0]) / 1_000_000,
        (at[2] - at[1]) / 1_000_000,
        (at[3] - at[2]) / 1_000_000,
        (used() - before) / plan.nodes().size());
    Reference.reachabilityFence(plan);
  }

  /// @param at filled with when reading began and ended, and planning and writing ended
  private static Plan plan(byte[] yaml, Catalog catalog, long[] at) {
    SequencedMap<String, PortValue> inputs = new LinkedHashMap<>();
    inputs.put("salt", new PortValue.Inline(new Value.Text("salt")));
    at[0] = System.nanoTime();
    LinkedGraph graph =
        LinkedGraph.of(ParseGraph.parse(yaml, "bench.yaml").document().orElseThrow());
    if (!CheckGraph.check(graph, catalog).isEmpty()) {
      throw new IllegalStateException("The bench's graph has a mistake");
    }
    at[1] = System.nanoTime();
    Plan plan = PlanGraph.plan(graph, catalog, inputs, PlanOptions.PLAIN).orElseThrow();
    at[2] = System.nanoTime();
    var unused = PlanText.of(plan);
    at[3] = System.nanoTime();
    return plan;
  }

  private static long used() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static Catalog catalog() throws Exception {
    List<Catalog.Entry> entries = new ArrayList<>();
    for (OfferedNodeType type : PlainNodeTypes.offered()) {
      entries.add(
          new Catalog.Entry(
              DeclarationJson.read(CanonicalJson.parse(type.getDeclarationJson())),
              Digest.ofDigestBytes(type.getProgramDigest().toByteArray())));
    }
    return Catalog.of(entries, new LinkedHashMap<>());
  }
}
