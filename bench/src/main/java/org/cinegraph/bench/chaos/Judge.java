package org.cinegraph.bench.chaos;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cinegraph.bench.measure.BenchFailure;
import org.cinegraph.proto.v1.AnswerApprovalRequest;
import org.cinegraph.proto.v1.Approval;
import org.cinegraph.proto.v1.ControlServiceGrpc.ControlServiceBlockingStub;
import org.cinegraph.proto.v1.ListApprovalsRequest;

/// A person who accepts what renders ask, a while after it was asked, so that questions wait while
/// processes are killed. An answer that may not have got through is given again.
final class Judge {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(8).toNanos();

  private final Map<ByteString, Long> seen = new LinkedHashMap<>();
  private int answered;

  /// How many questions were answered.
  int answered() {
    return answered;
  }

  /// @throws StatusRuntimeException the control plane is away
  void look(ControlServiceBlockingStub control, Collection<ByteString> runs) {
    for (Approval asked :
        control.listApprovals(ListApprovalsRequest.getDefaultInstance()).getApprovalsList()) {
      ByteString run = asked.getRunId();
      long since = System.nanoTime() - seen.computeIfAbsent(run, _ -> System.nanoTime());
      if (asked.getWaits() && runs.contains(run) && since > PATIENCE_NANOS) {
        answer(control, asked);
      }
    }
  }

  private void answer(ControlServiceBlockingStub control, Approval asked) {
    AnswerApprovalRequest request =
        AnswerApprovalRequest.newBuilder()
            .setRunId(asked.getRunId())
            .setNode(asked.getNode())
            .setAccept(true)
            .setWhy("chaos")
            .build();
    try {
      var unused = control.answerApproval(request);
      answered++;
    } catch (StatusRuntimeException refused) {
      if (refused.getStatus().getCode() == Status.Code.INVALID_ARGUMENT) {
        throw new BenchFailure("A question was not understood: " + refused.getMessage(), refused);
      }
      throw refused;
    }
  }
}
