package org.cinegraph.workers.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import org.cinegraph.nodes.sdk.NodeFailure;
import org.junit.jupiter.api.Test;

class AllocationTest {
  @Test
  void whatTheProcessorsAllocatorRefusedIsRead() {
    assertThat(
            Allocation.refused(
                failing(
                    "[enforce fail at alloc_cpu.cpp:118] err == 0. DefaultCPUAllocator: can't"
                        + " allocate memory: you tried to allocate 42949672960 bytes. Error code 12"
                        + " (Cannot allocate memory)")))
        .contains(new Allocation(42_949_672_960L, false));
  }

  @Test
  void whatTheGpuRefusedIsRead() {
    assertThat(
            Allocation.refused(
                failing(
                    "CUDA out of memory. Tried to allocate 2.50 GiB. GPU 0 has a total capacity of"
                        + " 79.10 GiB of which 1.20 GiB is free.")))
        .contains(new Allocation(5L << 29, true));
  }

  @Test
  void wordsWithoutBytesOrOfSomethingElseSayNothing() {
    assertThat(Allocation.refused(new OutOfMemoryError("Java heap space"))).isEmpty();
    assertThat(Allocation.refused(failing("CUDA out of memory."))).isEmpty();
    assertThat(Allocation.refused(new IllegalStateException("Tried to allocate 2.00 GiB")))
        .isEmpty();
    assertThat(
            Allocation.refused(failing("CUDA out of memory. Tried to allocate 999999999999 GiB")))
        .isEmpty();
  }

  /// As a program of the node type fails.
  private static NodeFailure failing(String words) {
    return NodeFailure.resource(
        "out-of-memory", "It needs more memory", new IllegalStateException(words));
  }
}
