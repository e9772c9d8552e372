package org.cinegraph.cli.history;

import java.util.List;
import java.util.Optional;
import org.cinegraph.cli.progress.EventBody;
import org.cinegraph.proto.v1.RunEvent;

/// What an event says, in a sentence that stands behind its type and its node.
public final class EventWords {
  /// More names than this make no line that anybody reads.
  private static final int MOST_NAMES = 8;

  private EventWords() {}

  /// Empty for a type that this client does not know, and for one that says all by its name.
  public static String of(RunEvent event) {
    EventBody body = EventBody.of(event);
    return event.getNode().isEmpty() ? ofRun(event.getType(), body) : ofNode(event.getType(), body);
  }

  private static String ofRun(String type, EventBody body) {
    return switch (type) {
      case "run-submitted" -> submitted(body);
      case "run-planned" ->
          "%s in %s, %s"
              .formatted(
                  counted(body, "nodes", "node"),
                  counted(body, "segments", "segment"),
                  counted(body, "memo_hits", "memo hit"));
      case "nodes-hit" -> "taken from the memo: " + names(body);
      case "nodes-reopened" -> "to be done again: " + names(body);
      case "nodes-upgraded" -> upgraded(body);
      case "run-stopping" -> "each node ends at its next checkpoint" + person(body);
      case "run-killing" -> "each node ends now" + person(body);
      case "run-paused" -> "nothing more is started for it" + person(body);
      case "run-resumed" -> "it goes on" + person(body);
      case "run-priority" -> "priority " + number(body, "priority") + person(body);
      case "run-recovered" ->
          "it goes on with %s, epoch %s%s"
              .formatted(counted(body, "nodes", "node"), number(body, "epoch"), person(body));
      case "run-adopted" ->
          "a new workflow drives it, epoch %s%s".formatted(number(body, "epoch"), said(body));
      case "run-failed" -> body.failure().orElse("");
      default -> "";
    };
  }

  private static String ofNode(String type, EventBody body) {
    return switch (type) {
      case "node-started" ->
          "attempt %s on worker %s".formatted(number(body, "attempt"), text(body, "worker"));
      case "node-retrying" -> retrying(body);
      case "node-input-lost" ->
          "artifact %s is missing or altered in the store; what made it is computed again"
              .formatted(brief(text(body, "artifact")));
      case "node-hit" -> "taken from the memo" + equivalent(body);
      case "node-succeeded" -> "its outputs are there" + equivalent(body);
      case "node-failed", "node-skipped" -> body.failure().orElse("");
      case "node-stopped" -> "stopped with its run";
      case "node-asking" -> "it waits for a person: " + text(body, "question");
      case "node-answered" ->
          text(body, "answer")
              + (body.texts("edited").isEmpty()
                  ? ""
                  : ", with another " + String.join(", ", body.texts("edited")))
              + person(body);
      case "node-retried" -> "a person has it tried again" + person(body);
      case "node-released" -> "a person took it out of quarantine" + person(body);
      default -> "";
    };
  }

  private static String upgraded(EventBody body) {
    boolean sameVersion = body.number("version").equals(body.number("from_version"));
    return "%s: from %s version %s to %s%s"
        .formatted(
            names(body),
            text(body, "type"),
            number(body, "from_version"),
            sameVersion
                ? "its program " + brief(text(body, "program"))
                : "version " + number(body, "version"),
            person(body));
  }

  private static String submitted(EventBody body) {
    String graph = "graph " + text(body, "graph");
    Optional<String> rerun = body.text("rerun_of").map(run -> ", a rerun of run " + run);
    Optional<String> fork =
        body.text("forked_from")
            .map(run -> ", forked from run %s at node %s".formatted(run, text(body, "from")));
    return graph + rerun.or(() -> fork).orElse("") + person(body);
  }

  private static String retrying(EventBody body) {
    String raised = body.has("raised_demand") ? "; it asks for more memory from now on" : "";
    return "attempt %s failed%s%s%s"
        .formatted(
            number(body, "attempt"),
            body.failure().map(why -> ": " + why).orElse(""),
            next(body.number("backoff_ms").orElse(0L)),
            raised);
  }

  private static String next(long millis) {
    return millis == 0
        ? "; the next one at once"
        : "; the next one in %.1f s".formatted(millis / 1000.0);
  }

  private static String equivalent(EventBody body) {
    return body.flag("numerically_equivalent")
        ? ", equal in numbers, not in bits, to those of an uninterrupted run"
        : "";
  }

  private static String person(EventBody body) {
    String why =
        body.text("why").filter(text -> !text.isBlank()).map(text -> ": " + text).orElse("");
    return body.text("by").map(by -> " (by " + by + why + ")").orElse(why);
  }

  private static String said(EventBody body) {
    return body.text("reason").map(reason -> ": " + reason).orElse("");
  }

  private static String names(EventBody body) {
    List<String> names = body.texts("nodes");
    return names.size() > MOST_NAMES
        ? "%s and %d more"
            .formatted(String.join(", ", names.subList(0, MOST_NAMES)), names.size() - MOST_NAMES)
        : String.join(", ", names);
  }

  private static String counted(EventBody body, String field, String noun) {
    long count = body.number(field).orElse(0L);
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private static String number(EventBody body, String field) {
    return body.number(field).map(String::valueOf).orElse("?");
  }

  private static String text(EventBody body, String field) {
    return body.text(field).orElse("?");
  }

  private static String brief(String digest) {
    return digest.substring(0, Math.min(12, digest.length()));
  }
}
