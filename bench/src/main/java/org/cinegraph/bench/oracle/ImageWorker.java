package org.cinegraph.bench.oracle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.cinegraph.bench.measure.BenchFailure;
import org.cinegraph.bench.sampling.WorkerInside;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.tensor.model.FileDigests;
import org.cinegraph.nodes.tensor.program.EngineSettings;
import org.cinegraph.nodes.tensor.program.TensorEngine;
import org.cinegraph.proto.v1.WorkDone;
import org.cinegraph.workers.wire.WireValues;

/// Our side of the benches of whole images, a process of its own: the worker's parts, given the
/// three leases of an image by hand. It answers the lines that `image_job.py` answers.
public final class ImageWorker {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double KIB_PER_MIB = 1024;

  /// As `image_job.py` has them.
  private static final int STEPS = 30;

  private static final int SIDE = 128;
  private static final int SEED = 7;
  private static final double GUIDANCE = 5;

  private final Path folder;
  private final TensorEngine engine = TensorEngine.start(EngineSettings.plain());
  private final FileDigests digests = FileDigests.ofThisProcess();
  private WorkerInside worker;

  private ImageWorker(Path folder) throws IOException {
    this.folder = folder;
    this.worker = open();
  }

  /// @param arguments the folder that has `models/package`
  public static void main(String[] arguments) throws Exception {
    ImageWorker side = new ImageWorker(Path.of(arguments[0]));
    System.out.println("libtorch " + side.engine.version());
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(side.answer(line));
    }
    // Threads of the connection must not keep a finished process alive.
    System.exit(0);
  }

  private double answer(String line) throws IOException {
    return switch (line) {
      case "job" -> job();
      case "load" -> load();
      case "peak" -> peak();
      default -> throw new BenchFailure("Asked for " + line);
    };
  }

  private double job() throws IOException {
    long begun = System.nanoTime();
    PortValue image = compute("decode-image", inputs("latents", latents(STEPS)));
    double seconds = (System.nanoTime() - begun) / NANOS_PER_SECOND;
    PortValue.Artifact first = (PortValue.Artifact) ((PortValue.Many) image).values().getFirst();
    byte[] png = worker.artifact(first.reference().digest());
    Files.write(folder.resolve("ours.png"), png);
    return seconds;
  }

  /// With nothing loaded before. What the files hold is known: a worker reads them once in its
  /// life.
  private double load() throws IOException {
    worker.close();
    worker = open();
    long begun = System.nanoTime();
    latents(1);
    return (System.nanoTime() - begun) / NANOS_PER_SECOND;
  }

  /// The most memory that this process has had, in MiB.
  static double peak() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
            .findFirst()
            .orElseThrow()
        / KIB_PER_MIB;
  }

  private PortValue latents(int steps) {
    SequencedMap<String, Value> prompts = new LinkedHashMap<>();
    prompts.put("prompt", new Value.Text("a photo of the red ball"));
    prompts.put("negative", new Value.Text("blurry, low quality"));
    PortValue text = compute("encode-text", new LinkedHashMap<>(), prompts);
    SequencedMap<String, Value> sampling = new LinkedHashMap<>();
    sampling.put("steps", new Value.Int(steps));
    sampling.put("seed", new Value.Int(SEED));
    sampling.put("guidance", new Value.Float(GUIDANCE));
    sampling.put("width", new Value.Int(SIDE));
    sampling.put("height", new Value.Int(SIDE));
    return compute("sample-latents", inputs("conditioning", text), sampling);
  }

  private PortValue compute(String type, SequencedMap<String, PortValue> inputs) {
    return compute(type, inputs, new LinkedHashMap<>());
  }

  private PortValue compute(
      String type, SequencedMap<String, PortValue> inputs, SequencedMap<String, Value> parameters) {
    WorkDone done = worker.compute(type, parameters, inputs);
    return WireValues.value(done.getOutputs(0).getValue());
  }

  private static SequencedMap<String, PortValue> inputs(String port, PortValue value) {
    SequencedMap<String, PortValue> inputs = new LinkedHashMap<>();
    inputs.put(port, value);
    return inputs;
  }

  private WorkerInside open() throws IOException {
    return new WorkerInside(folder.resolve("models"), folder, engine, digests);
  }
}
