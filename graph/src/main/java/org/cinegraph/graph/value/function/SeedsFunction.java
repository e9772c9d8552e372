package org.cinegraph.graph.value.function;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// `seeds`: many seeds from one.
///
/// They are the outputs of SplitMix64 (Steele, Lea and Flood 2014, with the constants of its usual
/// 64-bit mixer), begun with the seed; the upper 53 bits of each, which every reader of JSON takes
/// exactly. Written out here because it must never change.
final class SeedsFunction implements ValueFunction {
  private static final long STEP = 0x9E37_79B9_7F4A_7C15L;

  @Override
  public NodeDeclaration declaration() {
    return Declare.type(
            "seeds",
            "Seeds from one seed",
            "Numbers from 0 to 2^53-1 that look random: the upper 53 bits of the outputs of"
                + " SplitMix64. The same seed gives the same numbers, and a longer list begins"
                + " with the shorter one, so that one more variation leaves the others alone.")
        .parameter("seed", "int", new Value.Int(0), "Where they begin.")
        .parameter(
            Parameter.required("count", new PortType.Int(), "How many.").between(0, Limits.ITEMS))
        .output("seeds", "list<int>", "The seeds.")
        .example(
            """
            graph: seeds
            nodes:
              variations: {type: seeds, with: {seed: 7, count: 3}}
            outputs:
              seeds: $variations.seeds
            """);
  }

  @Override
  public SequencedMap<String, PortValue> apply(SequencedMap<String, PortValue> values) {
    Given given = new Given(values);
    long state = given.integer("seed");
    long count = given.integer("count");
    List<Value> seeds = new ArrayList<>();
    for (long place = 0; place < count; place++) {
      state += STEP;
      seeds.add(new Value.Int(mix(state) >>> 11));
    }
    return Made.list("seeds", seeds);
  }

  private static long mix(long state) {
    long mixed = (state ^ (state >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return mixed ^ (mixed >>> 31);
  }
}
