package org.cinegraph.bench.oracle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.cinegraph.bench.sampling.WorkerInside;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.tensor.model.FileDigests;
import org.cinegraph.nodes.tensor.program.EngineSettings;
import org.cinegraph.nodes.tensor.program.TensorEngine;
import org.cinegraph.workers.wire.WireValues;

/// A process that makes videos of Wan's layout with the worker's parts, given their leases by hand.
/// It answers a number of frames with the seconds that the video took, and `peak` with the most
/// memory that it has had, in MiB.
public final class WanWorker {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int SIDE = 128;

  private final WorkerInside worker;

  private WanWorker(Path folder) throws IOException {
    this.worker =
        new WorkerInside(
            folder.resolve("models"),
            folder,
            TensorEngine.start(EngineSettings.plain()),
            FileDigests.ofThisProcess());
  }

  /// @param arguments the folder that has `models/package`
  public static void main(String[] arguments) throws Exception {
    WanWorker side = new WanWorker(Path.of(arguments[0]));
    System.out.println("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(
          line.equals("peak") ? ImageWorker.peak() : side.video(Integer.parseInt(line)));
    }
    // Threads of the connection must not keep a finished process alive.
    System.exit(0);
  }

  private double video(int frames) {
    long begun = System.nanoTime();
    SequencedMap<String, Value> prompt = new LinkedHashMap<>();
    prompt.put("prompt", new Value.Text("a red ball rolls over the sand"));
    PortValue text = compute("encode-text", new LinkedHashMap<>(), prompt);
    SequencedMap<String, Value> sampling = new LinkedHashMap<>();
    sampling.put("steps", new Value.Int(2));
    sampling.put("width", new Value.Int(SIDE));
    sampling.put("height", new Value.Int(SIDE));
    sampling.put("frames", new Value.Int(frames));
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
