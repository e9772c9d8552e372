package org.cinegraph.nodes.tensor.golden;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/// Marks a test that holds a promise of equality, so that it has its row in docs/fidelity.md: what
/// it compared, how often, and the worst figure. [RecordGate] takes them down.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Tag("fidelity")
@ExtendWith(RecordGate.class)
public @interface Gate {
  Kind kind();

  /// What is compared. Tests of a class that say the same share a row.
  String what();

  /// What [RecordGate#compared] is told, usually the relative RMS.
  String figure() default "";

  /// The largest figure that the test lets pass. Without one it compares bits or bytes.
  double most() default 0;

  /// The parts of the page, in their order.
  enum Kind {
    TOKENIZER("Tokenizers"),
    NETWORK("Networks"),
    FULL_SIZE("Full size"),
    NOISE("Noise"),
    SCHEDULE("Schedules"),
    SOLVER("Solvers"),
    PIPELINE("Pipelines"),
    RESUME("Resume"),
    MEMORY("Memory");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }
}
