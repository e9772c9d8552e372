package org.cinegraph.cli.history;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.v1.NodeReference;
import org.cinegraph.proto.v1.NodeState;

/// How the views name nodes, states, times and digests.
final class Wording {
  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final int LONGEST_VALUE = 60;

  private Wording() {}

  static String state(NodeState state) {
    return state.name().replace("NODE_STATE_", "").replace('_', ' ').toLowerCase(Locale.ROOT);
  }

  static String node(NodeReference node) {
    return "node %s of run %s (graph %s, %s)"
        .formatted(
            node.getNode(),
            RunId.written(node.getRunId()),
            node.getGraph(),
            at(node.getSubmittedAt()));
  }

  static String at(Timestamp time) {
    return LOCAL.format(
        Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).atZone(ZoneId.systemDefault()));
  }

  static String hex(ByteString digest) {
    return Digest.ofDigestBytes(digest.toByteArray()).hex();
  }

  static String brief(ByteString digest) {
    return Digest.ofDigestBytes(digest.toByteArray()).brief();
  }

  /// Digests and long texts by their beginning.
  static String cut(String value) {
    String words = value.replaceAll("\\b([0-9a-f]{12})[0-9a-f]{52}\\b", "$1");
    return words.length() <= LONGEST_VALUE ? words : words.substring(0, LONGEST_VALUE - 3) + "...";
  }
}
