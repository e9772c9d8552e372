package org.cinegraph.server.api;

import java.util.List;
import org.cinegraph.graph.check.Problem;

/// Problems for the wire.
final class WireProblems {
  private WireProblems() {}

  static List<org.cinegraph.proto.v1.Problem> of(List<Problem> problems) {
    return problems.stream().map(WireProblems::of).toList();
  }

  private static org.cinegraph.proto.v1.Problem of(Problem problem) {
    return org.cinegraph.proto.v1.Problem.newBuilder()
        .setCode(problem.code())
        .setFile(problem.position().line() == 0 ? "" : problem.position().file())
        .setLine(problem.position().line())
        .setColumn(problem.position().column())
        .setPointer(problem.position().pointer())
        .setNode(problem.node().orElse(""))
        .setPort(problem.port().orElse(""))
        .setMessage(problem.message())
        .setExpected(problem.expected().orElse(""))
        .setFound(problem.found().orElse(""))
        .setHint(problem.hint().orElse(""))
        .build();
  }
}
