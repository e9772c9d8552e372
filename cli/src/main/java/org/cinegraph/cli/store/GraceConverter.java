package org.cinegraph.cli.store;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A time as people write it: `90m`, `2h`, `7d`.
final class GraceConverter implements ITypeConverter<Duration> {
  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,6})(ms|s|m|h|d)");

  @Override
  public Duration convert(String written) {
    Matcher matched = WRITTEN.matcher(written);
    if (!matched.matches()) {
      throw new TypeConversionException(
          "expected a number and ms, s, m, h or d, for example 90m, found " + written);
    }
    long number = Long.parseLong(matched.group(1));
    return switch (matched.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
