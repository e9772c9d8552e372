package org.cinegraph.graph.plan;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;

/// A plan as it is stored: all but its nodes, and the nodes in parts. Each part is written and read
/// by itself, so that a plan of 50,000 nodes is never there as one tree of JSON.
///
/// @param digest of head and parts, one after the other
/// @param head canonical JSON of all but the nodes
/// @param parts canonical JSON of the nodes, in the order of the plan
public record PlanText(Digest digest, String head, List<String> parts) {
  /// Nodes of a part. Equal plans have equal digests only as long as this stays the same.
  static final int PART = 500;

  public PlanText {
    requireNonNull(digest, "digest is null");
    requireNonNull(head, "head is null");
    parts = List.copyOf(parts);
  }

  public static PlanText of(Plan plan) {
    MessageDigest digest = Digest.sha256();
    String head = CanonicalJson.write(PlanJson.writeHead(plan));
    digest.update(head.getBytes(StandardCharsets.UTF_8));
    List<String> parts = new ArrayList<>();
    for (int from = 0; from < plan.nodes().size(); from += PART) {
      List<PlannedNode> nodes =
          plan.nodes().subList(from, Math.min(plan.nodes().size(), from + PART));
      String part = CanonicalJson.write(PlanJson.writeNodes(nodes));
      digest.update(part.getBytes(StandardCharsets.UTF_8));
      parts.add(part);
    }
    return new PlanText(Digest.ofDigestBytes(digest.digest()), head, parts);
  }

  public Plan plan() {
    Reading reading = new Reading(head);
    parts.forEach(reading::part);
    return reading.plan();
  }

  /// Reads a plan part by part.
  public static final class Reading {
    private final Plan head;
    private final List<PlannedNode> nodes;

    public Reading(String head) {
      this.head = PlanJson.readHead(CanonicalJson.parse(head));
      // Plans that were stored in one piece have them in the head.
      this.nodes = new ArrayList<>(this.head.nodes());
    }

    public void part(String part) {
      nodes.addAll(PlanJson.readNodes(CanonicalJson.parse(part)));
    }

    public Plan plan() {
      return new Plan(
          head.graph(),
          head.graphVersion(),
          nodes,
          head.outputs(),
          head.openFanOuts(),
          head.pins());
    }
  }
}
