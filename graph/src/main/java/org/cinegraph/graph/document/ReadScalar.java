package org.cinegraph.graph.document;

import java.util.regex.Pattern;
import org.cinegraph.graph.value.Value;

/// What a plain YAML scalar means: YAML 1.2's core schema, which reads JSON as JSON. So `yes` and
/// `12:30` are texts.
final class ReadScalar {
  private static final Pattern NOTHING = Pattern.compile("|~|null|Null|NULL");
  private static final Pattern TRUE = Pattern.compile("true|True|TRUE");
  private static final Pattern FALSE = Pattern.compile("false|False|FALSE");
  private static final Pattern INT = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
  private static final Pattern HEX = Pattern.compile("0x[0-9a-fA-F]+");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern NOT_FINITE =
      Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  private ReadScalar() {}

  /// @throws IllegalArgumentException for a number that has no 64-bit form
  static Value read(String plain) {
    if (NOTHING.matcher(plain).matches()) {
      return new Value.Nothing();
    }
    if (TRUE.matcher(plain).matches()) {
      return new Value.Bool(true);
    }
    if (FALSE.matcher(plain).matches()) {
      return new Value.Bool(false);
    }
    if (INT.matcher(plain).matches()) {
      return new Value.Int(Long.parseLong(plain));
    }
    if (OCTAL.matcher(plain).matches()) {
      return new Value.Int(Long.parseLong(plain, 2, plain.length(), 8));
    }
    if (HEX.matcher(plain).matches()) {
      return new Value.Int(Long.parseLong(plain, 2, plain.length(), 16));
    }
    if (FLOAT.matcher(plain).matches()) {
      return new Value.Float(Double.parseDouble(plain));
    }
    if (NOT_FINITE.matcher(plain).matches()) {
      throw new IllegalArgumentException("not a finite number");
    }
    return new Value.Text(plain);
  }
}
