package org.cinegraph.graph.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// Names with their producers first; of those that could come next, the one that the author wrote
/// first does. What is in a cycle, or behind one, is left out.
public final class InOrder {
  private InOrder() {}

  public static List<String> of(SequencedMap<String, SequencedSet<String>> producers) {
    List<String> written = List.copyOf(producers.keySet());
    Map<String, List<Integer>> takers = new LinkedHashMap<>();
    int[] waits = new int[written.size()];
    PriorityQueue<Integer> free = new PriorityQueue<>();
    int place = 0;
    for (SequencedSet<String> from : producers.values()) {
      for (String producer : from) {
        takers.computeIfAbsent(producer, _ -> new ArrayList<>()).add(place);
      }
      if (from.isEmpty()) {
        free.add(place);
      }
      waits[place++] = from.size();
    }
    List<String> order = new ArrayList<>(written.size());
    while (!free.isEmpty()) {
      String next = written.get(free.remove());
      order.add(next);
      for (int taker : takers.getOrDefault(next, List.of())) {
        if (--waits[taker] == 0) {
          free.add(taker);
        }
      }
    }
    return order;
  }
}
