package org.cinegraph.nodes.video.mux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Memory does not grow with length. Each measurement is a process of its own, native memory
/// included; its heap is small, so that garbage cannot pass for need.
class LongVideoTest {
  @TempDir Path folder;

  private record Measured(int chunks, long kilobytes) {}

  @Test
  void tenTimesTheLengthNeedsNoMoreMemory() throws Exception {
    Measured shorter = measure(120);
    Measured longer = measure(1_200);

    assertThat(shorter.chunks()).isEqualTo(2 * 8);
    assertThat(longer.chunks()).isEqualTo(2 * 75);
    assertThat((double) longer.kilobytes() / shorter.kilobytes()).isLessThanOrEqualTo(1.1);
  }

  private Measured measure(int frames) throws IOException, InterruptedException {
    Path output = folder.resolve("output" + frames);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms96m",
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                LongVideo.class.getName()));
    command.add(Files.createDirectory(folder.resolve("frames" + frames)).toString());
    command.addAll(List.of(Integer.toString(frames), "640", "360"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int status = process.waitFor();
    String words = Files.readString(output).strip();
    assertThat(status).as(words).isZero();
    String[] numbers = words.split(" ");
    return new Measured(Integer.parseInt(numbers[0]), Long.parseLong(numbers[1]));
  }
}
