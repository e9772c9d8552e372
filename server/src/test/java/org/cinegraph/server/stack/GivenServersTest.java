package org.cinegraph.server.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.cinegraph.workflows.server.Endpoint;
import org.cinegraph.workflows.server.FreePorts;
import org.junit.jupiter.api.Test;

class GivenServersTest {
  private final int deserted = FreePorts.find(1).getFirst();

  @Test
  void anAddressOfTemporalWhereNobodyAnswersIsNamed() {
    refuses(
        Optional.of("127.0.0.1:" + deserted),
        Optional.empty(),
        "Nothing answers at Temporal's address 127.0.0.1:"
            + deserted
            + ", which was given with --temporal.");
  }

  @Test
  void anAddressOfPostgresWhereNobodyAnswersIsNamedWithoutItsSecrets() {
    refuses(
        Optional.empty(),
        Optional.of("jdbc:postgresql://127.0.0.1:" + deserted + "/films?password=secret"),
        "Nothing answers at Postgres's address 127.0.0.1:"
            + deserted
            + ", which was given with --postgres.");
  }

  @Test
  void aUrlOfOneServerNamesItsHostAndPort() {
    assertThat(PostgresAddress.of("jdbc:postgresql://db/films")).contains(new Endpoint("db", 5432));
    assertThat(PostgresAddress.of("jdbc:postgresql://db:6000?user=me"))
        .contains(new Endpoint("db", 6000));
  }

  @Test
  void aUrlThatNamesSeveralServersOrNoneIsLeftToTheDriver() {
    assertThat(PostgresAddress.of("jdbc:postgresql://one,two/films")).isEmpty();
    assertThat(PostgresAddress.of("jdbc:postgresql:films")).isEmpty();
  }

  private static void refuses(
      Optional<String> temporal, Optional<String> postgres, String sentence) {
    StackOptions options =
        new StackOptions(
            new Home(Path.of("home")),
            Path.of("."),
            OptionalInt.empty(),
            OptionalInt.empty(),
            temporal,
            postgres,
            true,
            0,
            StackOptions.USUAL_RESTARTS);
    assertThatThrownBy(() -> new GivenServers(options).check())
        .isInstanceOf(StackUnreachable.class)
        .hasMessage(sentence);
  }
}
