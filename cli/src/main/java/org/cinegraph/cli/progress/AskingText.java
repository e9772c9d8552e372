package org.cinegraph.cli.progress;

import com.google.protobuf.ByteString;
import org.cinegraph.cli.client.RunId;
import org.cinegraph.proto.v1.RunEvent;

/// What a person reads who is asked.
public final class AskingText {
  private AskingText() {}

  /// The commands that answer.
  public static String commands(ByteString run, String node) {
    String id = RunId.written(run);
    return "./cinegraph approve %1$s %2$s, or ./cinegraph reject %1$s %2$s --why TEXT"
        .formatted(id, node);
  }

  /// @param asking the event that a node begins to wait for a person
  public static String asked(ByteString run, RunEvent asking) {
    return "%s asks: %s\n  %s"
        .formatted(
            asking.getNode(),
            EventBody.of(asking).text("question").orElse("?"),
            commands(run, asking.getNode()));
  }
}
