package org.cinegraph.nodes.tensor.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.cinegraph.graph.failure.FailureCategory;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.LongTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.junit.jupiter.api.Test;

class ProgramTest {
  private static final FloatTensor SIX = FloatTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);

  @Test
  void aMethodGetsTensorsAndNumbersAndGivesATensor() throws NodeFailure {
    String text =
        """
        # A comment, a loop, a call of another method.
        def scaled(self, x: Tensor, by: float) -> Tensor:
          return torch.mul(x, by)

        def power(self, x: Tensor, by: float, times: int) -> Tensor:
          for i in range(times):
            x = self.scaled(x, by)
          return x
        """;
    try (Program program = Program.compile("Power", text)) {
      FloatTensor result =
          program.call("power", Argument.of(SIX), Argument.of(2.0), Argument.of(3L));

      assertThat(result.shape()).isEqualTo(Shape.of(2, 3));
      assertThat(result.values()).containsExactly(8, 16, 24, 32, 40, 48);
    }
  }

  @Test
  void whatAMethodLeavesInTheEngineIsGivenToAnother() throws NodeFailure {
    String text =
        """
        def begun(self, x: Tensor) -> List[Tensor]:
          return [x, torch.neg(x)]

        def summed(self, both: List[Tensor], by: float) -> Tensor:
          return torch.add(torch.mul(both[0], by), both[1])
        """;
    try (Program program = Program.compile("Parts", text);
        Held both = program.hold("begun", Argument.of(SIX))) {
      for (int i = 1; i <= 3; i++) {
        assertThat(program.call("summed", both, Argument.of((double) i)).values())
            .containsExactly(i - 1, 2 * i - 2, 3 * i - 3, 4 * i - 4, 5 * i - 5, 6 * i - 6);
      }
    }
  }

  @Test
  void whatIsLeftInTheEngineDoesNotLoseTheNumbersOfItsArgument() throws NodeFailure {
    String text =
        """
        def same(self, x: Tensor) -> Tensor:
          return x

        def summed(self, x: Tensor) -> Tensor:
          return torch.sum(x)
        """;
    float[] ones = new float[1 << 14];
    Arrays.fill(ones, 1);
    try (Program program = Program.compile("Parts", text)) {
      List<Held> held = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        held.add(program.hold("same", Argument.of(FloatTensor.of(ones, ones.length))));
      }
      // Memory of Java that nobody needs any more is given to others.
      System.gc();
      for (int i = 0; i < 64; i++) {
        program.hold("same", Argument.of(FloatTensor.of(new float[1 << 14], 1 << 14))).close();
      }
      for (Held each : held) {
        assertThat(program.call("summed", each).values()).containsExactly(ones.length);
        each.close();
      }
    }
  }

  @Test
  void aDictionaryIsSharedByTheMethodsThatAreGivenIt() throws NodeFailure {
    String text =
        """
        def kept(self, r: Dict[str, Tensor]) -> Dict[str, Tensor]:
          return r

        def counted(self, r: Dict[str, Tensor]) -> Tensor:
          r["count"] = torch.add(r["count"], r["by"])
          return r["count"]
        """;
    TreeMap<String, FloatTensor> named = new TreeMap<>();
    named.put("by", FloatTensor.of(new float[] {2}, 1));
    named.put("count", FloatTensor.of(new float[] {1}, 1));
    try (Program program = Program.compile("Shared", text);
        Held shared = program.hold("kept", new Argument.Named(named))) {
      assertThat(program.call("counted", shared).values()).containsExactly(3);
      assertThat(program.call("counted", shared).values()).containsExactly(5);
    }
  }

  @Test
  void aGradientIsAskedOfWhatEarlierCallsLeftIfTheyWereMadeForIt() throws NodeFailure {
    String text =
        """
        def followed(self, x: Tensor) -> Tensor:
          return torch.requires_grad_(torch.detach(x), True)

        def cubed(self, x: Tensor) -> Tensor:
          return torch.sum(torch.pow(x, 3))

        def slope(self, y: Tensor, x: Tensor) -> Tensor:
          return unchecked_cast(Tensor, torch.grad([y], [x])[0])
        """;
    try (Program program = Program.compile("Slope", text);
        Held x = program.withGradients().hold("followed", Argument.of(SIX));
        Held y = program.withGradients().hold("cubed", x);
        Held forgotten = program.hold("cubed", x)) {
      FloatTensor slope = program.withGradients().call("slope", y, x);

      assertThat(slope.values()).containsExactly(3, 12, 27, 48, 75, 108);
      assertThatThrownBy(() -> program.withGradients().call("slope", forgotten, x))
          .hasMessageContaining("does not require grad");
    }
  }

  @Test
  void aTupleOfTensorsComesInItsOrder() throws NodeFailure {
    String text =
        """
        def halves(self, x: Tensor, rows: Tensor) -> Tuple[Tensor, Tensor]:
          return (torch.index_select(x, 0, rows), torch.sum(x))
        """;
    LongTensor rows = LongTensor.of(Shape.of(1), new long[] {1});
    try (Program program = Program.compile("Halves", text)) {
      List<FloatTensor> results =
          program.callForMany("halves", Argument.of(SIX), Argument.of(rows));

      assertThat(results.get(0).values()).containsExactly(4, 5, 6);
      assertThat(results.get(1).values()).containsExactly(21);
      assertThat(results.get(1).shape()).isEqualTo(Shape.of());
    }
  }

  @Test
  void aCallThatDoesNotFitSaysWhichProgramAndMethod() {
    try (Program program =
        Program.compile(
            "Product", "def of(self, x: Tensor) -> Tensor:\n  return torch.mm(x, x)\n")) {
      assertThatThrownBy(() -> program.call("of", Argument.of(SIX)))
          .isInstanceOfSatisfying(
              NodeFailure.class,
              e -> assertThat(e.failure().category()).isEqualTo(FailureCategory.FATAL))
          .hasMessageContaining("Program Product.of failed")
          .hasMessageContaining("mat1 and mat2 shapes cannot be multiplied");
    }
  }

  @Test
  void aCallBeyondAllMemoryIsARequestForALargerWorker() {
    String text =
        """
        def of(self, x: Tensor) -> Tensor:
          return torch.contiguous(torch.expand(torch.reshape(x, [6, 1]), [6, 100000000000000]))
        """;
    try (Program program = Program.compile("Huge", text)) {
      assertThatThrownBy(() -> program.call("of", Argument.of(SIX)))
          .isInstanceOfSatisfying(
              NodeFailure.class,
              e -> assertThat(e.failure().category()).isEqualTo(FailureCategory.RESOURCE));
    }
  }

  @Test
  void brainFloatsStayInsideTheProgram() throws NodeFailure {
    String text =
        """
        def inside(self, x: Tensor) -> Tensor:
          return torch.to(torch.to(x, 15), 6)

        def outside(self, x: Tensor) -> Tensor:
          return torch.to(x, 15)
        """;
    try (Program program = Program.compile("Brain", text)) {
      FloatTensor nearly = FloatTensor.of(new float[] {1.001f}, 1);
      assertThat(program.call("inside", Argument.of(nearly)).values()).containsExactly(1f);
      assertThatThrownBy(() -> program.call("outside", Argument.of(nearly)))
          .hasMessageContaining("Convert it inside the program");
    }
  }

  @Test
  void onlyTypesThatDjlCanHoldCross() {
    assertThat(List.of(DataType.values()).stream().filter(CrossingGuard::crosses))
        .containsExactlyInAnyOrder(
            DataType.FLOAT32,
            DataType.FLOAT16,
            DataType.FLOAT64,
            DataType.INT32,
            DataType.INT64,
            DataType.BOOLEAN,
            DataType.UINT8);
  }

  @Test
  void textThatLibtorchDoesNotUnderstandIsRefused() {
    assertThatThrownBy(
            () -> Program.compile("Broken", "def f(self, x: Tensor) -> Tensor:\n  return y\n"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("undefined value y");
  }

  @Test
  void theEngineCannotBeStartedAnewWithOtherSettings() {
    TensorEngine engine = TensorEngine.current();

    assertThat(engine.version()).startsWith("2.7.1");
    assertThatThrownBy(() -> TensorEngine.start(new EngineSettings(java.util.Optional.empty(), 7)))
        .hasMessageContaining("libtorch runs already");
  }
}
