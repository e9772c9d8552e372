package org.cinegraph.graph.plan;

import java.util.Map;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.document.Control;
import org.cinegraph.graph.value.Value;

/// What a node needs: the demand of its type, grown by the size of what it makes, and what its
/// author asks for beyond it.
final class DemandOf {
  private DemandOf() {}

  /// @param parameters as far as they are known
  static Demand node(Demand ofType, Control control, Map<String, Value> parameters) {
    Control.Needs needs = control.needs();
    Demand.DeviceClass device =
        needs.device().filter(it -> it == Demand.DeviceClass.GPU).orElse(ofType.device());
    long grown =
        sum(
            ofType.deviceMemoryBytes(),
            ofType.growth().map(growth -> bytes(growth, parameters)).orElse(0L));
    long memory = Math.max(grown, needs.memoryBytes().orElse(0L));
    return new Demand(
        device, memory, ofType.hostMemoryBytes(), ofType.preemptible(), needs.labels());
  }

  private static long bytes(Demand.Growth growth, Map<String, Value> parameters) {
    double product = growth.bytes();
    for (String factor : growth.factors()) {
      product *= parameters.get(factor) instanceof Value.Int(long number) ? Math.max(0, number) : 0;
    }
    return (long) product;
  }

  /// More than any machine has is as good as any larger number.
  private static long sum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }
}
