package org.cinegraph.nodes.diffusion.schedule;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelConfig;

/// Fields of a `scheduler_config.json`, each with what diffusers takes where it is absent or null.
final class ConfigFields {
  private final ModelConfig config;

  ConfigFields(ModelConfig config) {
    this.config = config;
  }

  boolean flag(String field, boolean fallback) throws NodeFailure {
    return config.isSet(field) ? config.flag(field) : fallback;
  }

  int integer(String field, int fallback) throws NodeFailure {
    return config.isSet(field) ? config.integer(field) : fallback;
  }

  double number(String field, double fallback) throws NodeFailure {
    return config.isSet(field) ? config.number(field) : fallback;
  }

  OptionalDouble number(String field) throws NodeFailure {
    return config.isSet(field) ? OptionalDouble.of(config.number(field)) : OptionalDouble.empty();
  }

  String choice(String field, String fallback, String... known) throws NodeFailure {
    return config.isSet(field) ? config.choice(field, List.of(known)) : fallback;
  }

  /// A choice whose names are those of an enumeration, in small letters.
  <E extends Enum<E>> E choice(String field, E fallback) throws NodeFailure {
    if (!config.isSet(field)) {
      return fallback;
    }
    E[] all = fallback.getDeclaringClass().getEnumConstants();
    List<String> known =
        Arrays.stream(all).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
    return all[known.indexOf(config.choice(field, known))];
  }

  /// @throws NodeFailure the field asks for what is not done here
  void refuse(String field, String wanted) throws NodeFailure {
    if (flag(field, false)) {
      throw NodeFailure.user(
          "scheduler-unsupported",
          "scheduler_config.json: %s is not done here; expected %s.".formatted(field, wanted));
    }
  }
}
