package org.cinegraph.scheduler.connection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.cinegraph.db.work.LeaseKey;
import org.cinegraph.db.work.Workers;
import org.cinegraph.graph.check.CheckDeclaration;
import org.cinegraph.graph.declaration.DeclarationJson;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.proto.v1.Device;
import org.cinegraph.proto.v1.LeaseName;
import org.cinegraph.proto.v1.ModelPackage;
import org.cinegraph.proto.v1.OfferedNodeType;
import org.cinegraph.proto.v1.UnusableModelPackage;
import org.cinegraph.proto.v1.WorkerHello;
import org.cinegraph.scheduler.placement.Capacity;
import org.cinegraph.scheduler.placement.WorkType;
import org.cinegraph.scheduler.wire.MalformedMessage;
import org.cinegraph.scheduler.wire.ReadWire;

/// Checks a hello field by field and names every mistake in one answer, so that the author of a
/// worker sees all of them at once.
final class ReadHello {
  static final int PROTOCOL_VERSION = 1;
  private static final int MOST_LABELS = 64;

  private final List<String> mistakes = new ArrayList<>();

  private ReadHello() {}

  static WorkerFacts read(WorkerHello hello) {
    ReadHello reader = new ReadHello();
    Optional<WorkerFacts> facts = reader.facts(hello);
    if (!reader.mistakes.isEmpty()) {
      throw new MalformedMessage("This hello is refused: " + String.join("; ", reader.mistakes));
    }
    return facts.orElseThrow();
  }

  private Optional<WorkerFacts> facts(WorkerHello hello) {
    Optional<UUID> id = check(() -> ReadWire.id("worker_id", hello.getWorkerId()));
    check(() -> ReadWire.name("name", hello.getName()));
    check(() -> protocol(hello.getProtocolVersion()));
    check(() -> ReadWire.notNegative("process_id", hello.getProcessId()));
    check(() -> ReadWire.notNegative("host_memory_bytes", hello.getHostMemoryBytes()));
    List<Workers.OfferedType> types = types(hello.getNodeTypesList());
    List<Workers.DeviceRow> devices = devices(hello.getDevicesList());
    List<Workers.OfferedPackage> packages = packages(hello.getModelPackagesList());
    List<String> labels = labels(hello.getLabelsList());
    Map<LeaseKey, LeaseName> held = held(hello.getHeldList());
    if (!mistakes.isEmpty() || id.isEmpty()) {
      return Optional.empty();
    }
    Workers.Hello row =
        new Workers.Hello(
            id.get(),
            hello.getName(),
            hello.getHost(),
            hello.getProcessId(),
            hello.getProcessSpace(),
            hello.getHostMemoryBytes(),
            labels,
            types,
            devices,
            packages,
            unusable(hello.getUnusableModelPackagesList()));
    return Optional.of(
        new WorkerFacts(
            row,
            types.stream()
                .map(type -> new WorkType(type.type(), type.version(), type.program()))
                .collect(Collectors.toCollection(TreeSet::new)),
            packages.stream().map(Workers.OfferedPackage::digest).collect(Collectors.toSet()),
            capacity(hello.getHostMemoryBytes(), devices),
            held));
  }

  private static int protocol(int version) {
    if (version != PROTOCOL_VERSION) {
      throw new MalformedMessage(
          "protocol_version", String.valueOf(PROTOCOL_VERSION), String.valueOf(version));
    }
    return version;
  }

  private List<Workers.OfferedType> types(List<OfferedNodeType> offered) {
    List<Workers.OfferedType> types = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < offered.size(); i++) {
      OfferedNodeType type = offered.get(i);
      String field = "node_types[" + i + "]";
      check(() -> type(field, type)).ifPresent(types::add);
      if (!seen.add(type.getType() + "@" + type.getVersion())) {
        mistakes.add(
            field + ": offers " + type.getType() + " version " + type.getVersion() + " twice");
      }
    }
    return types;
  }

  private static Workers.OfferedType type(String field, OfferedNodeType offered) {
    Digest announced =
        ReadWire.digest(field + ".declaration_digest", offered.getDeclarationDigest());
    Digest found = Digest.of(offered.getDeclarationJson());
    if (!announced.equals(found)) {
      throw new MalformedMessage(
          field + ".declaration_digest",
          "the SHA-256 of declaration_json " + found.brief(),
          announced.brief());
    }
    NodeDeclaration declaration = declaration(field, offered.getDeclarationJson());
    if (!declaration.type().equals(offered.getType())
        || declaration.version() != offered.getVersion()) {
      throw new MalformedMessage(
          field,
          "the type and version of its declaration, %s version %d"
              .formatted(declaration.type(), declaration.version()),
          "%s version %d".formatted(offered.getType(), offered.getVersion()));
    }
    return new Workers.OfferedType(
        offered.getType(),
        offered.getVersion(),
        ReadWire.digest(field + ".program_digest", offered.getProgramDigest()),
        found,
        offered.getDeclarationJson());
  }

  private static NodeDeclaration declaration(String field, String json) {
    try {
      NodeDeclaration declaration = DeclarationJson.read(CanonicalJson.parse(json));
      if (!CanonicalJson.write(DeclarationJson.write(declaration)).equals(json)) {
        throw new MalformedMessage(field + ".declaration_json", "canonical JSON", "another form");
      }
      List<String> contradictions = CheckDeclaration.check(declaration);
      if (!contradictions.isEmpty()) {
        throw new MalformedMessage(
            field + ".declaration_json: " + String.join("; ", contradictions));
      }
      return declaration;
    } catch (IllegalArgumentException e) {
      throw new MalformedMessage(field + ".declaration_json: " + e.getMessage());
    }
  }

  private List<Workers.DeviceRow> devices(List<Device> devices) {
    List<Workers.DeviceRow> rows = new ArrayList<>();
    Set<Integer> ordinals = new HashSet<>();
    for (int i = 0; i < devices.size(); i++) {
      Device device = devices.get(i);
      String field = "devices[" + i + "]";
      check(() -> device(field, device)).ifPresent(rows::add);
      if (!ordinals.add(device.getOrdinal())) {
        mistakes.add(field + ".ordinal: " + device.getOrdinal() + " is there twice");
      }
    }
    return rows;
  }

  private static Workers.DeviceRow device(String field, Device device) {
    boolean cuda =
        switch (device.getKind()) {
          case DEVICE_KIND_CPU -> false;
          case DEVICE_KIND_CUDA -> true;
          case DEVICE_KIND_UNSPECIFIED, UNRECOGNIZED ->
              throw new MalformedMessage(field + ".kind", "CPU or CUDA", "neither");
        };
    return new Workers.DeviceRow(
        (int) ReadWire.notNegative(field + ".ordinal", device.getOrdinal()),
        cuda,
        ReadWire.name(field + ".name", device.getName()),
        ReadWire.notNegative(field + ".memory_bytes", device.getMemoryBytes()),
        device.getComputeCapability(),
        device.getDriver());
  }

  private List<Workers.OfferedPackage> packages(List<ModelPackage> packages) {
    List<Workers.OfferedPackage> rows = new ArrayList<>();
    for (int i = 0; i < packages.size(); i++) {
      ModelPackage offered = packages.get(i);
      String field = "model_packages[" + i + "]";
      check(() ->
              new Workers.OfferedPackage(
                  ReadWire.name(field + ".name", offered.getName()),
                  ReadWire.digest(field + ".digest", offered.getDigest()),
                  ReadWire.notNegative(field + ".bytes", offered.getBytes())))
          .ifPresent(rows::add);
    }
    return rows;
  }

  private static SortedMap<String, String> unusable(List<UnusableModelPackage> packages) {
    SortedMap<String, String> reasons = new TreeMap<>();
    for (UnusableModelPackage unusable : packages) {
      reasons.put(unusable.getName(), unusable.getWhy());
    }
    return reasons;
  }

  private List<String> labels(List<String> labels) {
    if (labels.size() > MOST_LABELS) {
      check(() -> {
        throw new MalformedMessage(
            "labels", "at most " + MOST_LABELS, String.valueOf(labels.size()));
      });
    }
    labels.stream()
        .limit(MOST_LABELS)
        .forEach(label -> check(() -> ReadWire.name("labels", label)));
    return labels.stream().distinct().sorted().toList();
  }

  private Map<LeaseKey, LeaseName> held(List<LeaseName> names) {
    Map<LeaseKey, LeaseName> held = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      LeaseName name = names.get(i);
      String field = "held[" + i + "]";
      check(() -> ReadWire.lease(field, name)).ifPresent(key -> held.put(key, name));
    }
    return held;
  }

  /// One worker process computes on one GPU: the first.
  private static Capacity capacity(long hostBytes, List<Workers.DeviceRow> devices) {
    return devices.stream()
        .filter(Workers.DeviceRow::cuda)
        .min(Comparator.comparingInt(Workers.DeviceRow::ordinal))
        .map(gpu -> new Capacity(hostBytes, true, gpu.memoryBytes()))
        .orElseGet(() -> new Capacity(hostBytes, false, 0));
  }

  private <T> Optional<T> check(Supplier<T> read) {
    try {
      return Optional.of(read.get());
    } catch (MalformedMessage mistake) {
      mistakes.add(mistake.failure().message());
      return Optional.empty();
    }
  }
}
