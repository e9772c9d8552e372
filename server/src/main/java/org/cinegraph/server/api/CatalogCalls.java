package org.cinegraph.server.api;

import org.cinegraph.db.catalog.CatalogRows;
import org.cinegraph.graph.declaration.DeclarationJson;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.function.ValueFunctions;
import org.cinegraph.proto.v1.CatalogEntry;
import org.cinegraph.proto.v1.GetServerInfoResponse;
import org.cinegraph.proto.v1.ListNodeTypesResponse;
import org.cinegraph.proto.v1.ModelPackage;
import org.cinegraph.proto.v1.UnusableModelPackage;
import org.cinegraph.scheduler.wire.WriteWire;

/// What there is to make graphs of, and who computes.
final class CatalogCalls {
  private final CatalogRows rows;
  private final Offers offers;
  private final ServerFacts facts;

  CatalogCalls(CatalogRows rows, Offers offers, ServerFacts facts) {
    this.rows = rows;
    this.offers = offers;
    this.facts = facts;
  }

  ListNodeTypesResponse nodeTypes() {
    ListNodeTypesResponse.Builder response = ListNodeTypesResponse.newBuilder();
    rows.types()
        .forEach(type ->
            response.addNodeTypes(
                CatalogEntry.newBuilder()
                    .setType(type.type())
                    .setVersion(type.version())
                    .setDeclarationJson(type.declaration())
                    .setProgramDigest(WriteWire.digest(type.program()))
                    .setOffered(offers.offers(type.type(), type.version(), type.program()))));
    ValueFunctions.all()
        .forEach(function -> response.addNodeTypes(ofLanguage(function.declaration())));
    rows.packages()
        .forEach(model ->
            response.addModelPackages(
                ModelPackage.newBuilder()
                    .setName(model.name())
                    .setDigest(WriteWire.digest(model.digest()))
                    .setBytes(model.bytes())));
    rows.unusablePackages()
        .forEach((name, why) ->
            response.addUnusableModelPackages(
                UnusableModelPackage.newBuilder().setName(name).setWhy(why)));
    return response.build();
  }

  private static CatalogEntry ofLanguage(NodeDeclaration declaration) {
    return CatalogEntry.newBuilder()
        .setType(declaration.type())
        .setVersion(declaration.version())
        .setDeclarationJson(CanonicalJson.write(DeclarationJson.write(declaration)))
        .setProgramDigest(WriteWire.digest(ValueFunctions.PROGRAM))
        .setOffered(true)
        .setOfLanguage(true)
        .build();
  }

  GetServerInfoResponse serverInfo() {
    GetServerInfoResponse.Builder response =
        GetServerInfoResponse.newBuilder()
            .setServer(facts.name())
            .setVersion(facts.version())
            .setProcessId(facts.processId())
            .setTemporalAddress(facts.temporalAddress())
            .setTemporalNamespace(facts.temporalNamespace())
            .setLeads(facts.leads().getAsBoolean());
    rows.workers().forEach(worker -> response.addWorkers(WorkerCalls.summary(worker)));
    return response.build();
  }
}
