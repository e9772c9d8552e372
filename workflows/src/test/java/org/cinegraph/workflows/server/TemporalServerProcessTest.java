package org.cinegraph.workflows.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalServerProcessTest {
  @TempDir private Path folder;

  @Test
  void aWorkflowRunsAndItsResultOutlivesAKillOfTheServer() {
    try (TemporalServerProcess server = TemporalServerProcess.start(folder)) {
      assertThat(runEcho(server.address(), "first")).isEqualTo("echo of first");
      server.child().ifPresent(TemporalServerProcessTest::kill);
    }
    try (TemporalServerProcess server = TemporalServerProcess.start(folder)) {
      assertThat(resultOf(server.address(), "first")).isEqualTo("echo of first");
      assertThat(runEcho(server.address(), "second")).isEqualTo("echo of second");
    }
  }

  private static void kill(ChildProcess child) {
    ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly();
    child.onExit().join();
  }

  private static String runEcho(String address, String id) {
    WorkflowServiceStubs stubs = stubs(address);
    WorkflowClient client = client(stubs);
    WorkerFactory factory = WorkerFactory.newInstance(client);
    factory.newWorker("echo").registerWorkflowImplementationTypes(EchoWorkflow.class);
    factory.start();
    try {
      WorkflowOptions options =
          WorkflowOptions.newBuilder().setWorkflowId(id).setTaskQueue("echo").build();
      return client.newWorkflowStub(Echo.class, options).echo(id);
    } finally {
      factory.shutdownNow();
      stubs.shutdownNow();
    }
  }

  private static String resultOf(String address, String id) {
    WorkflowServiceStubs stubs = stubs(address);
    try {
      return client(stubs).newUntypedWorkflowStub(id).getResult(String.class);
    } finally {
      stubs.shutdownNow();
    }
  }

  private static WorkflowServiceStubs stubs(String address) {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
  }

  private static WorkflowClient client(WorkflowServiceStubs stubs) {
    return WorkflowClient.newInstance(
        stubs, WorkflowClientOptions.newBuilder().setNamespace(TemporalNamespace.NAME).build());
  }

  /// The smallest workflow.
  @WorkflowInterface
  public interface Echo {
    @WorkflowMethod
    String echo(String word);
  }

  /// Answers at once.
  public static final class EchoWorkflow implements Echo {
    @Override
    public String echo(String word) {
      return "echo of " + word;
    }
  }
}
