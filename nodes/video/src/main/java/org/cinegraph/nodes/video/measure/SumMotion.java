package org.cinegraph.nodes.video.measure;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.StepLoop;
import org.cinegraph.nodes.video.chunk.ChunkReader;
import org.cinegraph.nodes.video.frame.Frame;

/// Sums differences of neighbouring frames, a chunk a step, in whole numbers. The last frame of the
/// chunk before is no part of the state: it is read again where the loop goes on elsewhere.
final class SumMotion implements StepLoop<SumMotion.Motion> {
  /// @param sum of all absolute differences
  /// @param most the largest sum of one frame, which is `mostFrame`
  record Motion(long sum, long most, long mostFrame) {}

  private record Kept(int chunk, Frame last) {}

  private final ChunkReader video;
  private Optional<Kept> kept = Optional.empty();

  SumMotion(ChunkReader video) {
    this.video = video;
  }

  @Override
  public int steps() {
    return video.chunks();
  }

  @Override
  public Motion start() {
    return new Motion(0, 0, 0);
  }

  @Override
  public Motion step(int step, Motion before)
      throws NodeFailure, IOException, InterruptedException {
    long number = 0;
    for (int chunk = 0; chunk < step; chunk++) {
      number += video.framesOf(chunk);
    }
    Optional<Frame> last = lastBefore(step, number);
    Motion motion = before;
    for (int i = 0; i < video.framesOf(step); i++) {
      Frame frame = video.next().orElseThrow();
      long difference = last.isPresent() ? difference(last.get(), frame) : 0;
      motion =
          difference > motion.most
              ? new Motion(motion.sum + difference, difference, number)
              : new Motion(motion.sum + difference, motion.most, motion.mostFrame);
      last = Optional.of(frame);
      number++;
    }
    kept = last.map(frame -> new Kept(step, frame));
    return motion;
  }

  /// The frame before a chunk; the next that is read is the chunk's first.
  private Optional<Frame> lastBefore(int chunk, long number)
      throws NodeFailure, IOException, InterruptedException {
    Kept known = kept.orElse(null);
    if (chunk > 0 && (known == null || known.chunk != chunk - 1)) {
      return Optional.of(video.frame(number - 1));
    }
    video.seek(chunk);
    return chunk == 0 ? Optional.empty() : kept.map(Kept::last);
  }

  private static long difference(Frame one, Frame other) {
    byte[] a = one.rgb();
    byte[] b = other.rgb();
    long sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((a[i] & 0xff) - (b[i] & 0xff));
    }
    return sum;
  }

  @Override
  public void save(Motion motion, DataOutput out) throws IOException {
    out.writeLong(motion.sum);
    out.writeLong(motion.most);
    out.writeLong(motion.mostFrame);
  }

  @Override
  public Motion restore(DataInput in) throws IOException {
    return new Motion(in.readLong(), in.readLong(), in.readLong());
  }
}
