package org.cinegraph.nodes.tensor.noise;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// MT19937 (Matsumoto and Nishimura, 1998) as torch's CPU generator uses it: a stream of 32-bit
/// words.
final class MersenneTwister {
  private static final int WORDS = 624;
  private static final int SHIFT = 397;
  private static final int UPPER = 0x80000000;
  private static final int LOWER = 0x7fffffff;
  private static final int TWIST = 0x9908b0df;

  private final int[] state;
  private int next;

  private MersenneTwister(int[] state, int next) {
    this.state = state;
    this.next = next;
  }

  static MersenneTwister seeded(int seed) {
    int[] state = new int[WORDS];
    state[0] = seed;
    for (int i = 1; i < WORDS; i++) {
      int before = state[i - 1];
      state[i] = 1812433253 * (before ^ (before >>> 30)) + i;
    }
    return new MersenneTwister(state, WORDS);
  }

  static MersenneTwister restore(DataInput in) throws IOException {
    int[] state = new int[WORDS];
    for (int i = 0; i < WORDS; i++) {
      state[i] = in.readInt();
    }
    int next = in.readInt();
    if (next < 0 || next > WORDS) {
      throw new IOException("A generator cannot stand at word " + next);
    }
    return new MersenneTwister(state, next);
  }

  void save(DataOutput out) throws IOException {
    for (int word : state) {
      out.writeInt(word);
    }
    out.writeInt(next);
  }

  int nextWord() {
    if (next == WORDS) {
      refill();
    }
    int word = state[next++];
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return word ^ (word >>> 18);
  }

  private void refill() {
    for (int i = 0; i < WORDS - SHIFT; i++) {
      state[i] = twisted(state[i], state[i + 1], state[i + SHIFT]);
    }
    for (int i = WORDS - SHIFT; i < WORDS - 1; i++) {
      state[i] = twisted(state[i], state[i + 1], state[i + SHIFT - WORDS]);
    }
    state[WORDS - 1] = twisted(state[WORDS - 1], state[0], state[SHIFT - 1]);
    next = 0;
  }

  private static int twisted(int word, int after, int far) {
    int mixed = word & UPPER | after & LOWER;
    return far ^ mixed >>> 1 ^ -(mixed & 1) & TWIST;
  }
}
