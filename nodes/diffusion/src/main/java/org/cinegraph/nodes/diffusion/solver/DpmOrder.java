package org.cinegraph.nodes.diffusion.solver;

import org.cinegraph.nodes.diffusion.schedule.MultistepSettings;
import org.cinegraph.nodes.diffusion.schedule.Schedule;

/// The order of a step of DPM-Solver++: as high as the history allows, and lower at the end.
final class DpmOrder {
  /// A sampling of fewer calls ends with lower orders for stability.
  private static final int SHORT = 15;

  private DpmOrder() {}

  /// @param known how many signals of calls before there are
  static int at(int call, Schedule schedule, MultistepSettings settings, int known) {
    int calls = schedule.calls();
    boolean gentle = settings.lowerOrderFinal() && calls < SHORT;
    boolean endsAtZero = schedule.sigmas()[calls] == 0;
    if (call == calls - 1 && (settings.eulerAtFinal() || gentle || endsAtZero)) {
      return 1;
    }
    int most = call == calls - 2 && gentle ? 2 : 3;
    return Math.min(Math.min(settings.order(), known + 1), most);
  }
}
