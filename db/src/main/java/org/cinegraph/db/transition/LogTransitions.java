package org.cinegraph.db.transition;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.failure.FailureJson;
import org.cinegraph.graph.value.Value;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line in the log for each transition, with the same keys everywhere: docs/metrics.md lists
/// them.
public final class LogTransitions implements Consumer<Transition> {
  private static final Logger LOG = LoggerFactory.getLogger(LogTransitions.class);
  private static final Pattern PLAIN = Pattern.compile("[\\w.:/@,+-]+");

  @Override
  public void accept(Transition transition) {
    if (LOG.isInfoEnabled()) {
      LOG.info(line(transition));
    }
  }

  static String line(Transition transition) {
    StringBuilder line = new StringBuilder();
    switch (transition) {
      case Transition.RunChanged changed -> {
        add(line, "event", changed.type());
        add(line, "run", changed.run());
        changed.node().ifPresent(node -> add(line, "node", node));
        add(line, "number", changed.number());
        body(line, changed.body());
      }
      case Transition.LeaseGranted granted -> {
        add(line, "lease", "granted");
        lease(line, granted.work(), granted.fence());
        add(line, "worker", granted.worker());
        add(line, "type", granted.type());
        add(line, "attempt", granted.attempt());
        add(line, "run", granted.run());
      }
      case Transition.LeaseEnded ended -> {
        add(line, "lease", ended.outcome());
        lease(line, ended.work(), ended.fence());
        add(line, "worker", ended.worker());
        add(line, "type", ended.type());
        add(line, "attempt", ended.attempt());
        add(line, "run", ended.run());
        ended.failure().map(FailureJson::write).ifPresent(failure -> cause(line, failure));
      }
      case Transition.StaleReport stale -> {
        add(line, "lease", "stale");
        lease(line, stale.work(), stale.fence());
        add(line, "said", stale.outcome());
      }
    }
    return line.toString();
  }

  private static void lease(StringBuilder line, UUID work, long fence) {
    add(line, "work", work);
    add(line, "fence", fence);
  }

  /// Of what is deeper, only a failure's code and category and lists of names: a line stays one
  /// that can be read.
  private static void body(StringBuilder line, Value.Fields body) {
    body.fields()
        .forEach((key, value) -> {
          // The key `worker` is that of a worker's id, here as in every other line.
          String written = key.equals("worker") ? "worker_name" : key;
          switch (value) {
            case Value.Text(String text) -> add(line, written, text);
            case Value.Int(long number) -> add(line, written, number);
            case Value.Float(double number) -> add(line, written, number);
            case Value.Bool(boolean flag) -> add(line, written, flag);
            case Value.Items items -> names(line, written, items);
            case Value.Fields fields -> {
              if (key.equals("failure")) {
                cause(line, fields);
              }
            }
            case Value.Nothing _ -> {}
          }
        });
  }

  private static void names(StringBuilder line, String key, Value.Items items) {
    if (items.items().stream().allMatch(Value.Text.class::isInstance)) {
      add(
          line,
          key,
          items.items().stream().map(item -> ((Value.Text) item).text()).collect(joining(",")));
    }
  }

  private static void cause(StringBuilder line, Value failure) {
    for (String key : List.of("code", "category")) {
      if (failure instanceof Value.Fields(var fields)
          && fields.get(key) instanceof Value.Text(String text)) {
        add(line, key, text);
      }
    }
  }

  private static void add(StringBuilder line, String key, Object value) {
    String text = value.toString();
    if (!line.isEmpty()) {
      line.append(' ');
    }
    line.append(key)
        .append('=')
        .append(PLAIN.matcher(text).matches() ? text : CanonicalJson.write(new Value.Text(text)));
  }
}
