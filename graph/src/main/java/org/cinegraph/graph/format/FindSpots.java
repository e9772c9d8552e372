package org.cinegraph.graph.format;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/// Finds where the values of a document stand.
final class FindSpots {
  private final Iterator<Event> events;

  private FindSpots(Iterator<Event> events) {
    this.events = events;
  }

  /// @param text a document that was read without problems
  static Spot find(String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setCodePointLimit(text.length() + 1)
            .setBufferSize(Math.max(1024, text.length() + 1))
            .build();
    FindSpots find = new FindSpots(new Parse(settings).parseString(text).iterator());
    Event event = find.events.next();
    while (!(event instanceof NodeEvent)) {
      event = find.events.next();
    }
    return find.spot(event);
  }

  private Spot spot(Event event) {
    if (event instanceof MappingStartEvent start) {
      return mapping(start);
    }
    Event last = event;
    if (event instanceof CollectionStartEvent) {
      for (last = events.next(); !(last instanceof CollectionEndEvent); last = events.next()) {
        spot(last);
      }
    }
    return new Spot.Plain(start(event), end(last));
  }

  private Spot mapping(MappingStartEvent start) {
    List<Spot.Entry> entries = new ArrayList<>();
    Event event = events.next();
    while (!(event instanceof MappingEndEvent)) {
      Spot key = spot(event);
      String name = event instanceof ScalarEvent scalar ? scalar.getValue() : "";
      entries.add(new Spot.Entry(name, key.start(), spot(events.next())));
      event = events.next();
    }
    return new Spot.Mapping(start.isFlow(), start(start), end(event), entries);
  }

  private static int start(Event event) {
    return event.getStartMark().orElseThrow().getIndex();
  }

  private static int end(Event event) {
    return event.getEndMark().orElseThrow().getIndex();
  }
}
