package org.cinegraph.graph.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cinegraph.graph.GraphFixture;
import org.cinegraph.graph.declaration.DeclarationJson;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.document.Control;
import org.cinegraph.graph.value.Value;
import org.junit.jupiter.api.Test;

class DemandOfTest {
  private static final long MIB = 1L << 20;
  private static final Demand SAMPLING =
      new Demand(Demand.DeviceClass.ANY, 256 * MIB, 10, true).growing(1024, "width", "height");
  private static final Control CONTROL =
      GraphFixture.plan(GraphFixture.MOVIE).nodes().getFirst().control();

  @Test
  void aLargePictureNeedsMoreThanASmallOne() {
    assertThat(memory(Map.of("width", new Value.Int(1024), "height", new Value.Int(1024))))
        .isEqualTo((256 + 1024) * MIB);
    assertThat(memory(Map.of("width", new Value.Int(1024), "height", new Value.Int(512))))
        .isEqualTo((256 + 512) * MIB);
  }

  @Test
  void whatIsNotKnownMakesNothingGrow() {
    assertThat(memory(Map.of("width", new Value.Int(1024)))).isEqualTo(256 * MIB);
    assertThat(memory(Map.of("width", new Value.Int(1024), "height", new Value.Nothing())))
        .isEqualTo(256 * MIB);
  }

  @Test
  void whatNoMachineHasStaysALargeNumber() {
    Value.Int most = new Value.Int(Long.MAX_VALUE);
    assertThat(memory(Map.of("width", most, "height", most))).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aDeclarationSaysByWhatItGrowsAndAPlannedNodeDoesNot() {
    assertThat(DeclarationJson.readDemand(DeclarationJson.writeDemand(SAMPLING)))
        .isEqualTo(SAMPLING);
    assertThat(DemandOf.node(SAMPLING, CONTROL, Map.of()).growth()).isEmpty();
  }

  private static long memory(Map<String, Value> parameters) {
    return DemandOf.node(SAMPLING, CONTROL, new LinkedHashMap<>(parameters)).deviceMemoryBytes();
  }
}
