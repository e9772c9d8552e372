package org.cinegraph.cli.process;

import java.util.List;
import java.util.concurrent.Callable;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Place;
import org.cinegraph.cli.client.Terminal;
import org.cinegraph.server.stack.Checkup;
import org.cinegraph.server.stack.Checkup.Finding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `doctor`: what is there, what is missing, what to do.
@Command(
    name = "doctor",
    description = "Say what is there, what is missing and what to do; ends with 1 if something is")
final class DoctorCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final Place place = new Place();

  DoctorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<Finding> findings = Checkup.of(HomeStack.home(place), HomeStack.root());
    for (Finding finding : findings) {
      String remedy = finding.remedy().isEmpty() ? "" : " -> " + finding.remedy();
      terminal
          .out()
          .printf(
              "%-8s%-18s%s%s%n",
              finding.isGood() ? "ok" : "missing", finding.subject(), finding.found(), remedy);
    }
    boolean isWell = findings.stream().allMatch(Finding::isGood);
    return (isWell ? ExitCode.OK : ExitCode.FAILED).number();
  }
}
