package org.cinegraph.workers.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.nodes.sdk.ModelLoader;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What of model packages is in memory. Loading happens once at a time for each (package, part);
/// the least recently used goes first when there is too much, but nothing that somebody uses: then
/// the bound is passed until they are done.
///
/// The truth lives in the packages on disk; safe to lose.
public final class ModelResidency implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelResidency.class);

  private final int mostParts;
  private final long mostBytes;
  private final SequencedMap<Key, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);

  public ModelResidency(int mostParts, long mostBytes) {
    this.mostParts = mostParts;
    this.mostBytes = mostBytes;
  }

  /// A part of a package.
  public record Key(String name, Digest digest, String part) {}

  /// A loaded part that stays until it is closed.
  public record Use<M>(M model, Runnable release) implements AutoCloseable {
    @Override
    public void close() {
      release.run();
    }
  }

  private static final class Slot {
    int users = 1;
    ModelLoader.@Nullable Loaded<?> loaded;
  }

  /// The part from memory, or loaded now.
  public <M extends AutoCloseable> Use<M> use(Key key, Class<M> kind, ModelLoader<M> loader)
      throws NodeFailure, IOException, InterruptedException {
    Slot slot = seat(key);
    ModelLoader.Loaded<?> loaded = slot.loaded;
    if (loaded == null) {
      loaded = load(key, slot, loader);
    }
    return new Use<>(kind.cast(loaded.model()), () -> release(slot));
  }

  /// Takes a seat at a loaded part, or an empty seat that the caller has to fill.
  private synchronized Slot seat(Key key) throws InterruptedException {
    while (true) {
      Slot slot = slots.get(key);
      if (slot == null) {
        Slot empty = new Slot();
        slots.put(key, empty);
        return empty;
      }
      if (slot.loaded != null) {
        slot.users++;
        return slot;
      }
      wait();
    }
  }

  private <M> ModelLoader.Loaded<M> load(Key key, Slot slot, ModelLoader<M> loader)
      throws NodeFailure, IOException, InterruptedException {
    boolean filled = false;
    try {
      ModelLoader.Loaded<M> loaded = loader.load();
      fill(slot, loaded);
      filled = true;
      LOG.info("model=loaded package={} part={} bytes={}", key.name(), key.part(), loaded.bytes());
      return loaded;
    } finally {
      if (!filled) {
        abandon(key);
      }
    }
  }

  private synchronized void fill(Slot slot, ModelLoader.Loaded<?> loaded) {
    slot.loaded = loaded;
    shrink();
    notifyAll();
  }

  private synchronized void abandon(Key key) {
    slots.remove(key);
    notifyAll();
  }

  private synchronized void release(Slot slot) {
    slot.users--;
    shrink();
  }

  /// Closes what nobody uses: memory ran out.
  public synchronized void evictIdle() {
    for (Key key : List.copyOf(slots.keySet())) {
      evictIfIdle(key);
    }
  }

  private void shrink() {
    List<Key> oldestFirst = new ArrayList<>(slots.keySet());
    for (Key key : oldestFirst) {
      if (slots.size() <= mostParts && bytes() <= mostBytes) {
        return;
      }
      evictIfIdle(key);
    }
  }

  private void evictIfIdle(Key key) {
    // Not get: that would make it the most recently used.
    for (var entry : slots.sequencedEntrySet()) {
      Slot slot = entry.getValue();
      if (entry.getKey().equals(key) && slot.users == 0 && slot.loaded != null) {
        slots.remove(key);
        close(key, slot.loaded);
        return;
      }
    }
  }

  private static void close(Key key, ModelLoader.Loaded<?> loaded) {
    try {
      if (loaded.model() instanceof AutoCloseable model) {
        model.close();
      }
      LOG.info("model=evicted package={} part={} bytes={}", key.name(), key.part(), loaded.bytes());
    } catch (Exception e) {
      LOG.warn("model=not-closed package={} part={}", key.name(), key.part(), e);
    }
  }

  synchronized long bytes() {
    long bytes = 0;
    for (Slot slot : slots.values()) {
      bytes += slot.loaded == null ? 0 : slot.loaded.bytes();
    }
    return bytes;
  }

  synchronized List<Key> resident() {
    return List.copyOf(slots.keySet());
  }

  /// Closes what nobody uses; a part in use is left to the end of the process.
  @Override
  public void close() {
    evictIdle();
  }
}
