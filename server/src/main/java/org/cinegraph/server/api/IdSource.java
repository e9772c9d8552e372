package org.cinegraph.server.api;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Where new ids come from.
@FunctionalInterface
public interface IdSource {
  UUID next();

  /// UUIDv7 (RFC 9562): ids made later sort later, to the millisecond.
  static IdSource timeOrdered(InstantSource clock, RandomGenerator random) {
    return () -> {
      long version = 0x7000L | (random.nextLong() & 0x0fffL);
      long variant = 0x8000_0000_0000_0000L | (random.nextLong() & 0x3fff_ffff_ffff_ffffL);
      return new UUID((clock.millis() << 16) | version, variant);
    };
  }
}
