package org.cinegraph.server.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
  @TempDir private Path folder;

  @Test
  void theHomeIsTheGivenFolderOrTheUsualOne() {
    assertThat(Home.locate(Map.of("CINEGRAPH_HOME", "/data/films"), Path.of("/home/ada")).folder())
        .isEqualTo(Path.of("/data/films"));
    assertThat(Home.locate(Map.of(), Path.of("/home/ada")).folder())
        .isEqualTo(Path.of("/home/ada/.cinegraph"));
  }

  @Test
  void theTokenIsPrivateAndStaysTheSame() throws IOException {
    Home home = new Home(folder.resolve("home")).prepare();
    String token = Files.readString(home.tokenFile());
    assertThat(token.strip()).matches("[0-9a-f]{64}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.tokenFile())))
        .isEqualTo("rw-------");
    assertThat(Files.readString(home.prepare().tokenFile())).isEqualTo(token);
  }

  @Test
  void aHomeIsLockedOnceAndFreeAgainAfterThat() {
    Home home = new Home(folder).prepare();
    HomeLock first = HomeLock.take(home).orElseThrow();
    assertThat(HomeLock.take(home)).isEmpty();
    first.close();
    Optional<HomeLock> second = HomeLock.take(home);
    assertThat(second).isPresent();
    second.orElseThrow().close();
  }

  @Test
  void twoHomesAreLockedSideBySide() {
    try (HomeLock one = HomeLock.take(new Home(folder.resolve("one")).prepare()).orElseThrow();
        HomeLock two = HomeLock.take(new Home(folder.resolve("two")).prepare()).orElseThrow()) {
      assertThat(one).isNotSameAs(two);
    }
  }

  @Test
  void theStateOfAStackIsReadAsItWasWritten() {
    Home home = new Home(folder).prepare();
    StackState state = StackState.opening(4711);
    state.write(home);
    assertThat(StackState.read(home)).contains(state);
    assertThat(state.isAlive()).isTrue();
  }

  @Test
  void aReusedProcessNumberIsNotTakenForTheOldProcess() {
    ProcessIdentity now = ProcessIdentity.current();
    ProcessIdentity earlier = new ProcessIdentity(now.pid(), now.startTicks() - 1);
    assertThat(now.isAlive()).isTrue();
    assertThat(earlier.isAlive()).isFalse();
  }
}
