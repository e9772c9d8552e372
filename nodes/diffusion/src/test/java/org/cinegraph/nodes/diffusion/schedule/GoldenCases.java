package org.cinegraph.nodes.diffusion.schedule;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelConfig;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Cases of a JSON resource beside a test, each with a scheduler's configuration as diffusers saves
/// it.
public final class GoldenCases {
  /// Schedulers are saved with `"lambda_min_clipped": -Infinity`.
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .build();

  private GoldenCases() {}

  public static List<JsonNode> beside(Class<?> test, String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(test.getResourceAsStream(name))) {
      List<JsonNode> cases = new ArrayList<>();
      JSON.readTree(in.readAllBytes()).forEach(cases::add);
      return cases;
    }
  }

  public static ModelConfig config(JsonNode golden) throws IOException, NodeFailure {
    return config(JSON.writeValueAsString(golden));
  }

  public static ModelConfig config(String json) throws IOException, NodeFailure {
    Path file = Files.createTempFile("scheduler_config", ".json");
    try {
      return ModelConfig.read(Files.writeString(file, json), "scheduler_config.json");
    } finally {
      Files.delete(file);
    }
  }
}
