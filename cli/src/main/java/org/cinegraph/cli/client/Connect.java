package org.cinegraph.cli.client;

/// The ways to a control plane. What a verb is given instead of processes and ports.
public interface Connect {
  /// The control plane that runs already.
  ///
  /// @throws Refusal nobody runs there
  Connection running(Place place);

  /// The control plane that runs already, or else a stack that is started for this client and ends
  /// with its last one.
  ///
  /// @param interrupts may give the start up
  /// @throws Refusal something could not be started or reached
  Connection open(Place place, Services services, Interrupts interrupts);
}
