package org.cinegraph.workers.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.nodes.sdk.ModelLoader;
import org.junit.jupiter.api.Test;

class ModelResidencyTest {
  private final List<String> closed = new ArrayList<>();
  private final ModelResidency residency = new ModelResidency(3, 100);

  private record Part(String name, List<String> closed) implements AutoCloseable {
    @Override
    public void close() {
      closed.add(name);
    }
  }

  @Test
  void whatIsLoadedIsNotLoadedAgain() throws Exception {
    Part first;
    try (ModelResidency.Use<Part> use = use("a", 10)) {
      first = use.model();
    }
    try (ModelResidency.Use<Part> again = use("a", 10)) {
      assertThat(again.model()).isSameAs(first);
    }
  }

  @Test
  void theLeastRecentlyUsedGoesWhenThereAreTooManyBytes() throws Exception {
    use("a", 40).close();
    use("b", 40).close();
    use("a", 40).close();

    use("c", 40).close();

    assertThat(closed).containsExactly("b");
    assertThat(residency.bytes()).isEqualTo(80);
  }

  @Test
  void theLeastRecentlyUsedGoesWhenThereAreTooManyParts() throws Exception {
    for (String name : List.of("a", "b", "c", "d")) {
      use(name, 1).close();
    }

    assertThat(closed).containsExactly("a");
  }

  @Test
  void whatIsInUseStaysAndGoesWhenItsUserIsDone() throws Exception {
    ModelResidency.Use<Part> inUse = use("a", 90);

    ModelResidency.Use<Part> other = use("b", 90);
    assertThat(closed).isEmpty();

    inUse.close();
    assertThat(closed).containsExactly("a");
    other.close();
    assertThat(closed).containsExactly("a");
  }

  @Test
  void twoWhoWantTheSamePartWaitForOneLoading() throws Exception {
    AtomicInteger loads = new AtomicInteger();
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ModelLoader<Part> slow =
        () -> {
          loads.incrementAndGet();
          loading.countDown();
          go.await();
          return new ModelLoader.Loaded<>(new Part("a", closed), 10);
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Part> first = threads.submit(() -> residency.use(key("a"), Part.class, slow).model());
      loading.await();
      Future<Part> second = threads.submit(() -> residency.use(key("a"), Part.class, slow).model());
      go.countDown();

      assertThat(second.get()).isSameAs(first.get());
      assertThat(loads).hasValue(1);
    }
  }

  @Test
  void aLoadingThatFailedIsTriedAgain() throws Exception {
    ModelLoader<Part> broken =
        () -> {
          throw new IOException("unreadable");
        };
    assertThatThrownBy(() -> residency.use(key("a"), Part.class, broken)).hasMessage("unreadable");

    try (ModelResidency.Use<Part> use = use("a", 10)) {
      assertThat(use.model().name()).isEqualTo("a");
    }
  }

  private ModelResidency.Use<Part> use(String name, long bytes) throws Exception {
    return residency.use(
        key(name), Part.class, () -> new ModelLoader.Loaded<>(new Part(name, closed), bytes));
  }

  private static ModelResidency.Key key(String part) {
    return new ModelResidency.Key("toy", Digest.of("toy"), part);
  }
}
