package org.cinegraph.server.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StackDoorTest {
  private StackDoor door;
  private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final StackListener listener =
      new StackListener() {
        @Override
        public void progress(String sentence) {
          heard.add("progress: " + sentence);
        }

        @Override
        public void notice(String sentence) {
          heard.add("notice: " + sentence);
        }
      };

  @BeforeEach
  void open() throws IOException {
    door = StackDoor.open("secret", _ -> {});
  }

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void aClientHearsWhatIsStartedThenTheAddressThenNotices() throws InterruptedException {
    door.progress("Starting.");
    StackConnection client = join();
    door.ready("127.0.0.1:7420");
    assertThat(client.awaitReady(listener)).isEqualTo("127.0.0.1:7420");
    door.notice("A worker died.");
    assertThat(heard.take()).isEqualTo("progress: Starting.");
    assertThat(heard.take()).isEqualTo("notice: A worker died.");
  }

  @Test
  void aClientThatComesLaterHearsNoNoticeOfWhatWasBefore() throws InterruptedException {
    door.ready("127.0.0.1:7420");
    door.notice("A worker died.");
    StackConnection client = join();
    assertThat(client.awaitReady(listener)).isEqualTo("127.0.0.1:7420");
    door.notice("Another worker died.");
    assertThat(heard.take()).isEqualTo("notice: Another worker died.");
  }

  @Test
  void aCallerWithoutTheTokenIsNotLetIn() {
    door.progress("Starting.");
    assertThat(StackConnection.join(door.port(), "guess")).isEmpty();
  }

  @Test
  void theStackIsDesertedWhenTheLastOfTwoClientsLeaves() {
    door.ready("127.0.0.1:7420");
    StackConnection first = join();
    StackConnection second = join();
    first.awaitReady(listener);
    second.awaitReady(listener);
    first.close();
    assertThat(door.deserted()).isNotDone();
    CompletableFuture<Void> closed = CompletableFuture.runAsync(second::close);
    assertThat(door.deserted().join()).isTrue();
    assertThat(StackConnection.join(door.port(), "secret")).isEmpty();
    assertThat(closed).isNotDone();
    door.close();
    closed.join();
    assertThat(second.lost()).isNotDone();
  }

  @Test
  void aClientHearsWhyTheStackFailed() {
    StackConnection client = joinWhile("Starting.");
    door.failed(new StackException("Postgres ended by itself."));
    assertThatThrownBy(() -> client.awaitReady(listener))
        .isInstanceOf(StackException.class)
        .hasMessage("Postgres ended by itself.");
  }

  @Test
  void aClientHearsThatWhatWasGivenIsNotThere() {
    StackConnection client = joinWhile("Starting.");
    door.failed(new StackUnreachable("Nothing answers."));
    assertThatThrownBy(() -> client.awaitReady(listener))
        .isInstanceOf(StackUnreachable.class)
        .hasMessage("Nothing answers.");
  }

  @Test
  void aClientHearsOfAFailureBeforeTheStackHasStoppedAndLeavesItAfterThat() {
    door.ready("127.0.0.1:7420");
    StackConnection client = join();
    client.awaitReady(listener);
    door.failed(new StackException("A worker ended too often."));
    assertThat(client.lost().join()).isEqualTo("A worker ended too often.");
    CompletableFuture<Void> closed = CompletableFuture.runAsync(client::close);
    assertThat(door.deserted().join()).isTrue();
    assertThat(closed).isNotDone();
    door.close();
    closed.join();
  }

  @Test
  void aClientThatStillHoldsTheStackHearsOfItsLoss() {
    door.ready("127.0.0.1:7420");
    StackConnection client = join();
    client.awaitReady(listener);
    door.close();
    assertThat(client.lost().join()).isEqualTo("The stack went away: its supervisor ended.");
  }

  private StackConnection joinWhile(String progress) {
    door.progress(progress);
    return join();
  }

  private StackConnection join() {
    return StackConnection.join(door.port(), "secret").orElseThrow();
  }
}
