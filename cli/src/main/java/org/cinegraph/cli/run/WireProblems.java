package org.cinegraph.cli.run;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.check.Problems;
import org.cinegraph.graph.document.Position;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;

/// Problems as the server sent them, for people and for scripts.
public final class WireProblems {
  private static final String INPUTS = "/inputs/";
  private static final String OPTIONS = "/options/";

  private WireProblems() {}

  /// Ends the verb with every problem under its line of the file.
  public static Refusal refusal(GraphFile file, List<org.cinegraph.proto.v1.Problem> problems) {
    return new Refusal(ExitCode.USAGE, render(file, problems).stripTrailing());
  }

  /// Ends the verb with every problem of a graph that lies in no file here, one under the other.
  public static void requireNone(List<org.cinegraph.proto.v1.Problem> problems) {
    if (!problems.isEmpty()) {
      throw refusal(problems);
    }
  }

  /// Every problem of a graph that lies in no file here.
  static Refusal refusal(List<org.cinegraph.proto.v1.Problem> problems) {
    return new Refusal(
        ExitCode.USAGE,
        problems.stream().map(WireProblems::sentence).collect(Collectors.joining("\n")));
  }

  /// Without its place, where that is a value that was given.
  static String sentence(org.cinegraph.proto.v1.Problem problem) {
    String place = problem.getPointer().replaceFirst("^/nodes/([^/]+)/with/([^/]+)$", "$1.$2: ");
    Problem read =
        new Problem(
            problem.getCode(),
            Position.outside("", ""),
            said(problem.getNode()),
            said(problem.getPort()),
            problem.getMessage(),
            said(problem.getExpected()),
            said(problem.getFound()),
            said(problem.getHint()));
    return (place.startsWith("/") ? "" : place)
        + read.sentence()
        + read.hint().map(hint -> "\n  hint: " + hint).orElse("");
  }

  static String render(GraphFile file, List<org.cinegraph.proto.v1.Problem> problems) {
    List<Problem> read = problems.stream().map(problem -> read(file, problem)).toList();
    return Problems.render(file::text, read);
  }

  /// One object per problem.
  public static Value json(List<org.cinegraph.proto.v1.Problem> problems) {
    return new Value.Items(problems.stream().map(WireProblems::json).toList());
  }

  private static Problem read(GraphFile file, org.cinegraph.proto.v1.Problem problem) {
    Position position =
        problem.getLine() == 0
            ? Position.outside(outside(file, problem.getPointer()), problem.getPointer())
            : new Position(
                said(problem.getFile()).orElse(file.name()),
                problem.getLine(),
                problem.getColumn(),
                problem.getPointer());
    return new Problem(
        problem.getCode(),
        position,
        said(problem.getNode()),
        said(problem.getPort()),
        problem.getMessage(),
        said(problem.getExpected()),
        said(problem.getFound()),
        said(problem.getHint()));
  }

  /// What stands in no line is a value that was given beside the file, or the file as a whole.
  private static String outside(GraphFile file, String pointer) {
    if (pointer.startsWith(OPTIONS)) {
      return "--" + pointer.substring(OPTIONS.length());
    }
    return pointer.startsWith(INPUTS) ? "--set " + pointer.substring(INPUTS.length()) : file.name();
  }

  private static Value json(org.cinegraph.proto.v1.Problem problem) {
    FieldWriter fields =
        new FieldWriter()
            .text("code", problem.getCode())
            .integer("line", problem.getLine())
            .integer("column", problem.getColumn())
            .text("pointer", problem.getPointer())
            .text("message", problem.getMessage());
    return fields
        .optional("file", said(problem.getFile()), Value.Text::new)
        .optional("node", said(problem.getNode()), Value.Text::new)
        .optional("port", said(problem.getPort()), Value.Text::new)
        .optional("expected", said(problem.getExpected()), Value.Text::new)
        .optional("found", said(problem.getFound()), Value.Text::new)
        .optional("hint", said(problem.getHint()), Value.Text::new)
        .fields();
  }

  private static Optional<String> said(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
