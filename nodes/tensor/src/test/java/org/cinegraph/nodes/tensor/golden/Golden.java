package org.cinegraph.nodes.tensor.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.LongTensor;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsFile;

/// Inputs and outputs of a network as its training recipe computed them: a safetensors resource
/// beside the test.
public final class Golden implements AutoCloseable {
  private final SafetensorsFile file;

  private Golden(SafetensorsFile file) {
    this.file = file;
  }

  public static Golden beside(Class<?> test, String name) {
    try {
      Path path = Path.of(Objects.requireNonNull(test.getResource(name + ".safetensors")).toURI());
      return new Golden(SafetensorsFile.open(path));
    } catch (IOException e) {
      throw new UncheckedIOException("Golden " + name + " could not be read", e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public FloatTensor floats(String tensor) throws IOException {
    return file.floats(tensor);
  }

  public LongTensor longs(String tensor) throws IOException {
    return file.longs(tensor);
  }

  /// Fails when the root mean square of the difference, over that of the golden, is above `most`.
  public void assertClose(FloatTensor actual, String tensor, double most) throws IOException {
    FloatTensor expected = floats(tensor);
    Assertions.assertThat(actual.shape()).as(tensor).isEqualTo(expected.shape());
    double error = relativeError(actual.values(), expected.values());
    RecordGate.compared(error);
    Assertions.assertThat(error).as("relative RMS error of %s", tensor).isLessThanOrEqualTo(most);
  }

  public static double relativeError(float[] actual, float[] expected) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < expected.length; i++) {
      double d = (double) actual[i] - expected[i];
      difference += d * d;
      size += (double) expected[i] * expected[i];
    }
    return Math.sqrt(difference / size);
  }

  @Override
  public void close() {
    file.close();
  }
}
