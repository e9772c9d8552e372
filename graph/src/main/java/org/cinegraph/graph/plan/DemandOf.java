package org.cinegraph.graph.plan;

import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.document.Control;

/// What a node needs: the demand of its type, and what its author asks for beyond it.
final class DemandOf {
  private DemandOf() {}

  static Demand node(Demand ofType, Control control) {
    Control.Needs needs = control.needs();
    Demand.DeviceClass device =
        needs.device().filter(it -> it == Demand.DeviceClass.GPU).orElse(ofType.device());
    long memory = Math.max(ofType.deviceMemoryBytes(), needs.memoryBytes().orElse(0L));
    return new Demand(
        device, memory, ofType.hostMemoryBytes(), ofType.preemptible(), needs.labels());
  }
}
