package org.cinegraph.workers.attempt;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.cinegraph.graph.type.Dtype;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.tensor.device.ComputeDevice;
import org.cinegraph.nodes.tensor.device.DeviceInventory;
import org.cinegraph.nodes.tensor.noise.TorchNoise;
import org.cinegraph.proto.v1.Lease;
import org.cinegraph.proto.v1.ModelPackage;
import org.cinegraph.workers.wire.WireValues;

/// The part of a fingerprint that is the same for every attempt of this process.
///
/// @param dtype what networks compute in where the graph does not say
/// @param libtorch its version; asked for when first needed, since loading it takes seconds
public record Machine(
    DeviceInventory devices, int threads, Dtype dtype, Supplier<String> libtorch) {
  private static final String FFMPEG = "META-INF/maven/org.bytedeco/ffmpeg/pom.properties";

  public Machine {
    requireNonNull(devices, "devices is null");
    requireNonNull(dtype, "dtype is null");
    requireNonNull(libtorch, "libtorch is null");
  }

  /// One whose networks compute in what is usual for the device that they run on.
  public Machine(DeviceInventory devices, int threads, Supplier<String> libtorch) {
    this(devices, threads, usualDtype(devices), libtorch);
  }

  public static Dtype usualDtype(DeviceInventory devices) {
    return programsRunOn(devices).usualDtype();
  }

  ModelForms forms() {
    return new ModelForms(dtype);
  }

  Fingerprint fingerprint(Lease lease) {
    SequencedMap<String, Value> all = new LinkedHashMap<>();
    put(all, "device", programsRunOn(devices).name());
    put(all, "driver", driver());
    put(all, "libtorch", libtorch.get());
    put(all, "processor", devices.processor().name());
    put(all, "processor-capability", capability());
    put(all, "threads", Integer.toString(threads));
    put(all, "program", WireValues.digest(lease.getProgramDigest()).hex());
    for (Map.Entry<String, ModelPackage> model : new TreeMap<>(lease.getModelsMap()).entrySet()) {
      put(all, "model " + model.getKey(), WireValues.digest(model.getValue().getDigest()).hex());
    }
    put(all, "dtype", forms().dtypes(lease));
    put(all, "optimizer", "off");
    put(all, "noise", TorchNoise.ALGORITHM);
    put(all, "ffmpeg", ffmpeg());
    return new Fingerprint(all);
  }

  /// Where programs run: they run on the processor until there are programs for GPUs.
  private static ComputeDevice programsRunOn(DeviceInventory devices) {
    return devices.processor();
  }

  private String driver() {
    return devices.gpus().isEmpty() ? "none" : devices.gpus().getFirst().driverCuda();
  }

  /// libtorch chooses its kernels by this.
  private static String capability() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      String flags = lines.filter(line -> line.startsWith("flags")).findFirst().orElse("");
      if (flags.contains(" avx512f")) {
        return "avx512";
      }
      return flags.contains(" avx2") ? "avx2" : "default";
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String ffmpeg() {
    try (InputStream in = Machine.class.getClassLoader().getResourceAsStream(FFMPEG)) {
      if (in == null) {
        return "none";
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static void put(SequencedMap<String, Value> all, String name, String value) {
    all.put(name, new Value.Text(value));
  }
}
