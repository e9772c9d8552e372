package org.cinegraph.nodes.sdk;

import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureCategory;

/// Ends a computation without a result. The category decides what the engine does next.
public final class NodeFailure extends Exception {
  private final transient Failure failure;

  public NodeFailure(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  public NodeFailure(Failure failure, Throwable cause) {
    super(failure.message(), cause);
    this.failure = failure;
  }

  /// The author's graph or data is wrong; it is never tried again.
  public static NodeFailure user(String code, String message) {
    return new NodeFailure(Failure.user(code, message));
  }

  /// Memory or another bounded thing ran out; another worker may have more.
  public static NodeFailure resource(String code, String message, Throwable cause) {
    return new NodeFailure(new Failure(code, FailureCategory.RESOURCE, message), cause);
  }

  public Failure failure() {
    return failure;
  }
}
