package org.cinegraph.bench.check;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cinegraph.nodes.video.frame.Frame;

/// A clip as the data of the package is made: frames, sound, and when the thing really hits the
/// floor. Bounces fall on the frame grid, as in the data of the final weights.
record TrueClip(Scene scene, List<Frame> frames, float[] samples, List<Double> impacts) {
  static final int FRAMES = 32;
  static final int FPS = 16;
  static final int RATE = 16_000;
  private static final int SIDE = 64;
  private static final double SECONDS = (double) FRAMES / FPS;
  private static final double BOUNCE_HEIGHT = 24;

  private record Nuisance(
      int floorRow, double r, double u2, double u3, double period, double phase) {
    static Nuisance draw(SplittableRandom random) {
      int floorRow = 46 + (int) Math.round(4 * random.nextDouble());
      double u1 = random.nextDouble();
      double u2 = random.nextDouble();
      double u3 = random.nextDouble();
      double period = (9 + Math.floor(4 * u3)) / FPS;
      double phase = Math.floor(period * FPS * random.nextDouble()) / (period * FPS);
      return new Nuisance(floorRow, u1, u2, u3, period, phase);
    }
  }

  private record State(double x, double bottom, double r) {}

  static TrueClip render(Scene scene, long seed) {
    Nuisance nuisance = Nuisance.draw(new SplittableRandom(seed));
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      State state = state(scene.motion(), nuisance, (double) i / FPS);
      frames.add(draw(scene, nuisance.floorRow(), state));
    }
    List<Double> impacts = impacts(scene.motion(), nuisance);
    return new TrueClip(scene, frames, sound(scene, impacts), impacts);
  }

  private static State state(Motion motion, Nuisance n, double t) {
    double bottom = n.floorRow();
    double r = 7 + 2 * n.r();
    double middle = 24 + 16 * n.u2();
    double rolled = 12 + 6 * n.u3() + (14 + 6 * n.u2()) * t;
    return switch (motion) {
      case BOUNCE -> {
        double k = t / n.period() + n.phase();
        k -= Math.floor(k);
        yield new State(middle, bottom - BOUNCE_HEIGHT * 4 * k * (1 - k), r);
      }
      case RIGHT -> new State(rolled, bottom, r);
      case LEFT -> new State(SIDE - rolled, bottom, r);
      case GROW -> {
        double from = 4 + n.r();
        double to = 11 + 2 * n.u3();
        yield new State(middle, bottom, from + (to - from) * t / SECONDS);
      }
    };
  }

  private static Frame draw(Scene scene, int floorRow, State state) {
    Frame frame = Frame.blank(SIDE, SIDE);
    for (int row = 0; row < SIDE; row++) {
      Rgb behind = row < floorRow ? Rgb.WALL : scene.floor().rgb();
      for (int column = 0; column < SIDE; column++) {
        double share = coverage(scene.shape(), state, column, row);
        Rgb thing = scene.colour().rgb();
        int at = (row * SIDE + column) * Frame.CHANNELS;
        frame.rgb()[at] = mixed(behind.red(), thing.red(), share);
        frame.rgb()[at + 1] = mixed(behind.green(), thing.green(), share);
        frame.rgb()[at + 2] = mixed(behind.blue(), thing.blue(), share);
      }
    }
    return frame;
  }

  private static byte mixed(double behind, double thing, double share) {
    return (byte) Math.round(behind + share * (thing - behind));
  }

  private static double coverage(Shape shape, State state, int column, int row) {
    int inside = 0;
    for (int i = 0; i < 9; i++) {
      double x = column + (i % 3 + 0.5) / 3 - state.x();
      double above = state.bottom() - (row + (i / 3 + 0.5) / 3);
      inside += covers(shape, state.r(), x, above) ? 1 : 0;
    }
    return inside / 9.0;
  }

  private static boolean covers(Shape shape, double r, double x, double above) {
    return switch (shape) {
      case BALL -> x * x + (above - r) * (above - r) <= r * r;
      case BOX -> Math.abs(x) <= 0.9 * r && above >= 0 && above <= 1.8 * r;
      case CONE -> above >= 0 && above <= 2 * r && Math.abs(x) <= 0.55 * (2 * r - above);
    };
  }

  private static List<Double> impacts(Motion motion, Nuisance n) {
    List<Double> impacts = new ArrayList<>();
    if (motion == Motion.BOUNCE) {
      for (int k = 0; (k - n.phase()) * n.period() < 1.97; k++) {
        double time = (k - n.phase()) * n.period();
        if (time >= 0) {
          impacts.add(time);
        }
      }
    }
    return impacts;
  }

  private static float[] sound(Scene scene, List<Double> impacts) {
    float[] samples = new float[(int) (RATE * SECONDS)];
    double f = scene.motion().hertz(scene.shape());
    for (int i = 0; i < samples.length; i++) {
      double t = (double) i / RATE;
      double fade = Math.min(1, Math.min(t, SECONDS - t) / 0.01);
      samples[i] =
          (float)
              switch (scene.motion()) {
                case BOUNCE -> knocks(impacts, f, t);
                case LEFT, RIGHT -> fade * (0.28 * wave(f, t) + 0.12 * wave(2 * f, t));
                case GROW -> fade * 0.36 * (0.15 + 0.425 * t) * wave(f, t);
              };
    }
    return samples;
  }

  private static double knocks(List<Double> impacts, double f, double t) {
    double sum = 0;
    for (double impact : impacts) {
      double since = t - Math.round(impact * 100) / 100.0;
      if (since >= 0) {
        sum += 0.8 * Math.exp(-since / 0.035) * wave(f, since);
      }
    }
    return sum;
  }

  private static double wave(double f, double t) {
    return Math.sin(2 * Math.PI * f * t);
  }
}
