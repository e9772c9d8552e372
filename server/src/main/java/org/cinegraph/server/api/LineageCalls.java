package org.cinegraph.server.api;

import com.google.protobuf.ByteString;
import java.util.UUID;
import java.util.stream.Collectors;
import org.cinegraph.db.artifact.Artifacts;
import org.cinegraph.db.graph.Graphs;
import org.cinegraph.db.run.Lineage;
import org.cinegraph.db.run.Lineage.Ancestor;
import org.cinegraph.db.run.Lineage.Origin;
import org.cinegraph.db.run.Lineage.Use;
import org.cinegraph.db.run.NodeState;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.plan.Binding;
import org.cinegraph.graph.plan.PlannedNode;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.ArtifactUse;
import org.cinegraph.proto.v1.GetLineageResponse;
import org.cinegraph.proto.v1.GraphVersion;
import org.cinegraph.proto.v1.LineageInput;
import org.cinegraph.proto.v1.LineageNode;
import org.cinegraph.proto.v1.ModelPackage;
import org.cinegraph.proto.v1.NodeReference;
import org.cinegraph.scheduler.wire.ReadWire;
import org.cinegraph.scheduler.wire.WriteWire;

/// Where artifacts come from.
final class LineageCalls {
  private final Artifacts artifacts;
  private final Graphs graphs;
  private final Lineage lineage;

  LineageCalls(Artifacts artifacts, Graphs graphs, Lineage lineage) {
    this.artifacts = artifacts;
    this.graphs = graphs;
    this.lineage = lineage;
  }

  GetLineageResponse get(UUID tenant, ByteString named) {
    Digest digest = ReadWire.digest("digest", named);
    ArtifactReference artifact =
        artifacts
            .find(tenant, digest)
            .orElseThrow(
                () -> RefusedCall.notFound("artifact-unknown", "There is no artifact " + digest));
    Origin origin = lineage.of(tenant, digest);
    GetLineageResponse.Builder response =
        GetLineageResponse.newBuilder().setArtifact(WriteWire.reference(artifact));
    origin.maker().ifPresent(maker -> addMaker(response, tenant, maker));
    origin.chain().forEach(ancestor -> response.addNodes(node(ancestor, origin)));
    origin.uses().forEach(use -> response.addUses(use(use)));
    return response.build();
  }

  private void addMaker(GetLineageResponse.Builder response, UUID tenant, Use maker) {
    response.setMadeBy(
        NodeReference.newBuilder()
            .setRunId(WriteWire.id(maker.run()))
            .setGraph(maker.graph())
            .setNode(maker.name())
            .setState(WireNodes.state(maker.state().orElseThrow()))
            .setSubmittedAt(WireTime.of(maker.submittedAt())));
    graphs
        .find(tenant, maker.graphVersion())
        .ifPresent(version ->
            response.setGraph(
                GraphVersion.newBuilder()
                    .setName(version.graph())
                    .setDigest(WriteWire.digest(version.digest()))
                    .setNumber(version.number())
                    .setStoredAt(WireTime.of(version.storedAt()))));
  }

  private static ArtifactUse use(Use use) {
    String how =
        use.state().isEmpty()
            ? "input"
            : use.state().get() == NodeState.SUCCEEDED ? "made" : "memo hit";
    return ArtifactUse.newBuilder()
        .setRunId(WriteWire.id(use.run()))
        .setGraph(use.graph())
        .setSubmittedAt(WireTime.of(use.submittedAt()))
        .setName(use.name())
        .setHow(how)
        .build();
  }

  private static LineageNode node(Ancestor ancestor, Origin origin) {
    PlannedNode planned = ancestor.planned();
    LineageNode.Builder node =
        LineageNode.newBuilder()
            .setName(planned.name())
            .setType(planned.type())
            .setVersion(planned.version())
            .setProgramDigest(WriteWire.digest(planned.programDigest()))
            .setParametersJson(CanonicalJson.write(new Value.Fields(planned.parameters())))
            .setState(WireNodes.state(ancestor.row()))
            .setNumericallyEquivalent(ancestor.row().equivalent());
    ancestor.row().memoKey().ifPresent(key -> node.setMemoKey(WriteWire.digest(key)));
    planned.boundParameters().forEach((name, from) -> node.addInputs(input(name, from, origin)));
    planned.inputs().forEach((port, from) -> node.addInputs(input(port, from, origin)));
    planned
        .modelPackages()
        .values()
        .forEach(pin ->
            node.addModelPackages(
                ModelPackage.newBuilder()
                    .setName(pin.name())
                    .setDigest(WriteWire.digest(pin.digest()))));
    ancestor.attempts().forEach(attempt -> node.addAttempts(WireTimes.attempt(attempt)));
    return node.build();
  }

  private static LineageInput input(String port, Binding binding, Origin origin) {
    LineageInput.Builder input = LineageInput.newBuilder().setPort(port);
    return switch (binding) {
      case Binding.Given given -> input.setValue(WriteWire.value(given.value())).build();
      case Binding.FromNode from ->
          input.setNode(name(from, origin)).setNodePort(from.port()).build();
      case Binding.Listed _, Binding.Mapped _ ->
          input
              .setNode(
                  binding
                      .fromNodes()
                      .map(from -> name(from, origin) + "." + from.port())
                      .collect(Collectors.joining(", ")))
              .build();
    };
  }

  private static String name(Binding.FromNode from, Origin origin) {
    return origin.chain().stream()
        .map(Ancestor::planned)
        .filter(planned -> planned.id() == from.node())
        .map(PlannedNode::name)
        .findFirst()
        .orElseThrow();
  }
}
