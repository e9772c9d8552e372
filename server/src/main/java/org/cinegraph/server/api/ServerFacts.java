package org.cinegraph.server.api;

import static java.util.Objects.requireNonNull;

import java.util.function.BooleanSupplier;

/// What this control plane process is.
///
/// @param name as workers hear it
/// @param leads whether it grants leases at the moment
public record ServerFacts(
    String name,
    String version,
    long processId,
    String temporalAddress,
    String temporalNamespace,
    BooleanSupplier leads) {
  public ServerFacts {
    requireNonNull(name, "name is null");
    requireNonNull(version, "version is null");
    requireNonNull(temporalAddress, "temporalAddress is null");
    requireNonNull(temporalNamespace, "temporalNamespace is null");
    requireNonNull(leads, "leads is null");
  }
}
