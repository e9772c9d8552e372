package org.cinegraph.server.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cinegraph.proto.v1.NodeGroup;
import org.cinegraph.proto.v1.WatchRunResponse;

/// The groups of a run, told to one watcher when they change.
final class GroupNews {
  private final Map<String, NodeGroup> told = new LinkedHashMap<>();

  List<WatchRunResponse> news(List<NodeGroup> groups) {
    List<WatchRunResponse> changed = new ArrayList<>();
    for (NodeGroup group : groups) {
      if (!group.equals(told.put(group.getPath(), group))) {
        changed.add(WatchRunResponse.newBuilder().setGroup(group).build());
      }
    }
    return changed;
  }
}
