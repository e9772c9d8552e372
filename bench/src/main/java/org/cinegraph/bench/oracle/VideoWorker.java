package org.cinegraph.bench.oracle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
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
import org.cinegraph.workers.wire.WireValues;

/// Our side of `video-job-memory`, a process of its own: the worker's parts, given the three leases
/// of a video by hand. It answers the lines that `wan_job.py` answers.
public final class VideoWorker {
  private static final double NANOS_PER_SECOND = 1e9;

  /// What a worker keeps in memory that was told `--memory 2684354560`: the text encoder alone, or
  /// the other parts, but not all of them.
  private static final long RESIDENT_BYTES = 1280L << 20;

  /// As `wan_job.py` has them.
  private static final int FRAMES = 17;

  private static final int SIDE = 128;
  private static final int STEPS = 6;
  private static final int SEED = 7;
  private static final double GUIDANCE = 5;

  private final WorkerInside worker;

  private VideoWorker(Path folder, TensorEngine engine) throws IOException {
    FileDigests digests = FileDigests.ofThisProcess();
    this.worker =
        new WorkerInside(folder.resolve("models"), folder, engine, digests, RESIDENT_BYTES);
  }

  /// @param arguments the folder that has `models/package`
  public static void main(String[] arguments) throws Exception {
    TensorEngine engine = TensorEngine.start(EngineSettings.plain());
    VideoWorker side = new VideoWorker(Path.of(arguments[0]), engine);
    System.out.println("libtorch " + engine.version());
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
      case "peak" -> ImageWorker.peak();
      default -> throw new BenchFailure("Asked for " + line);
    };
  }

  private double job() {
    long begun = System.nanoTime();
    SequencedMap<String, Value> prompts = new LinkedHashMap<>();
    prompts.put("prompt", new Value.Text("a photo of the red ball"));
    prompts.put("negative", new Value.Text("blurry, low quality"));
    PortValue text = compute("encode-text", new LinkedHashMap<>(), prompts);
    SequencedMap<String, Value> sampling = new LinkedHashMap<>();
    sampling.put("steps", new Value.Int(STEPS));
    sampling.put("seed", new Value.Int(SEED));
    sampling.put("guidance", new Value.Float(GUIDANCE));
    sampling.put("width", new Value.Int(SIDE));
    sampling.put("height", new Value.Int(SIDE));
    sampling.put("frames", new Value.Int(FRAMES));
    PortValue latents = compute("sample-latents", inputs("conditioning", text), sampling);
    compute("decode-video", inputs("latents", latents), new LinkedHashMap<>());
    return (System.nanoTime() - begun) / NANOS_PER_SECOND;
  }

  private PortValue compute(
      String type, SequencedMap<String, PortValue> inputs, SequencedMap<String, Value> parameters) {
    return WireValues.value(worker.compute(type, parameters, inputs).getOutputs(0).getValue());
  }

  private static SequencedMap<String, PortValue> inputs(String port, PortValue value) {
    SequencedMap<String, PortValue> inputs = new LinkedHashMap<>();
    inputs.put(port, value);
    return inputs;
  }
}
