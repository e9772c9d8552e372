package org.cinegraph.cli.process;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.workflows.server.Endpoint;

/// Keeps everything on this machine: a token that travels further, unencrypted, is nobody's secret.
final class Loopback {
  private Loopback() {}

  /// The address, where it is one of this machine alone.
  static String require(String address) {
    try {
      Endpoint endpoint = Endpoint.parse(address);
      if (InetAddress.getByName(endpoint.host()).isLoopbackAddress()) {
        return endpoint.toString();
      }
    } catch (IllegalArgumentException e) {
      throw Refusal.usage(String.valueOf(e.getMessage()));
    } catch (UnknownHostException e) {
      throw Refusal.usage("The host of " + address + " is not known.");
    }
    throw Refusal.usage(
        address
            + " is beyond this machine's loopback address; that is refused until calls are really"
            + " authenticated.");
  }
}
