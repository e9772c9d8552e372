package org.cinegraph.db.work;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.plan.ModelPackage;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// What a computation is given. It names neither run nor node: whoever waits for the work shares
/// it.
///
/// @param parameters complete
/// @param models the package for each parameter of type model
/// @param timeout of one attempt
/// @param attemptsAllowed how often it may be tried in all
/// @param ranOutAt the demand with which the last attempt ran out of memory, where it was raised
public record WorkRequest(
    Value.Fields parameters,
    SequencedMap<String, PortValue> inputs,
    SequencedMap<String, ModelPackage> models,
    Demand demand,
    Optional<Duration> timeout,
    int attemptsAllowed,
    Optional<Demand> ranOutAt) {
  public WorkRequest {
    requireNonNull(parameters, "parameters is null");
    inputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(inputs));
    models = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(models));
    requireNonNull(demand, "demand is null");
    requireNonNull(timeout, "timeout is null");
    requireNonNull(ranOutAt, "ranOutAt is null");
    if (attemptsAllowed < 1) {
      throw new IllegalArgumentException("attemptsAllowed must be at least 1");
    }
  }

  /// One that never ran out of memory.
  public WorkRequest(
      Value.Fields parameters,
      SequencedMap<String, PortValue> inputs,
      SequencedMap<String, ModelPackage> models,
      Demand demand,
      Optional<Duration> timeout,
      int attemptsAllowed) {
    this(parameters, inputs, models, demand, timeout, attemptsAllowed, Optional.empty());
  }

  /// Asks for more from now on.
  WorkRequest raisedTo(Demand more) {
    return new WorkRequest(
        parameters, inputs, models, more, timeout, attemptsAllowed, Optional.of(demand));
  }
}
