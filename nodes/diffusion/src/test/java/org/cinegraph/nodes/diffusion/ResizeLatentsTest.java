package org.cinegraph.nodes.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.assertj.core.api.AbstractThrowableAssert;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.diffusion.image.TinyPackages;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.artifact.Latents;
import org.cinegraph.nodes.tensor.golden.FolderContext;
import org.cinegraph.nodes.tensor.golden.Gate;
import org.cinegraph.nodes.tensor.golden.Golden;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResizeLatentsTest {
  private static final double MOST = 1e-6;

  @TempDir private Path folder;
  private FolderContext context;
  private Golden golden;

  @BeforeEach
  void open() throws Exception {
    context = new FolderContext(folder);
    golden = Golden.beside(ResizeLatentsTest.class, "resize_latents");
  }

  @AfterEach
  void close() throws Exception {
    context.close();
    golden.close();
  }

  @ParameterizedTest
  @CsvSource({
    "nearest,2.0", "nearest,1.5", "nearest,0.6",
    "nearest-exact,2.0", "nearest-exact,1.5", "nearest-exact,0.6",
    "bilinear,2.0", "bilinear,1.5", "bilinear,0.6",
    "bicubic,2.0", "bicubic,1.5", "bicubic,0.6"
  })
  @Gate(
      kind = Gate.Kind.PIPELINE,
      what = "latents enlarged and made smaller, by torch's interpolate",
      most = MOST)
  void latentsAreThoseOfTorch(String filter, double scale) throws Exception {
    SequencedMap<String, Object> with = with(golden.floats("latents"));
    with.put("filter", filter);
    with.put("scale", scale);

    golden.assertClose(made(with), filter + "-" + scale, MOST);
  }

  @Test
  void whatNobodySaysIsTwiceAsLargeByBicubic() throws Exception {
    golden.assertClose(made(with(golden.floats("latents"))), "bicubic-2.0", MOST);
  }

  @Test
  void nothingBecomesLessThanOneLatent() throws Exception {
    SequencedMap<String, Object> with = with(golden.floats("latents"));
    with.put("scale", 1.0 / 16);

    assertThat(made(with).shape().sizes()).containsExactly(2L, 4L, 1L, 1L);
  }

  @Test
  void latentsOfAVideoAreRefused() throws Exception {
    refused(FloatTensor.of(new float[8], 1, 1, 2, 2, 2))
        .hasMessage(
            "Input latents was expected to be images×channels×rows×columns, found 1×1×2×2×2. Latents"
                + " of videos have the size that their model was trained on.");
  }

  @Test
  void whatWouldBecomeTooLargeIsRefused() throws Exception {
    assertThat(made(with(FloatTensor.of(new float[1024], 1, 1, 1, 1024))).shape().sizes())
        .containsExactly(1L, 1L, 2L, 2048L);
    refused(FloatTensor.of(new float[1025], 1, 1, 1, 1025))
        .hasMessage(
            "resize-latents would make latents of 1×1×2×2050; at most 134217728 values and 2048 a"
                + " side are allowed. Set scale lower than 2.0.");
  }

  private AbstractThrowableAssert<?, ?> refused(FloatTensor latents) throws Exception {
    SequencedMap<String, Object> with = with(latents);
    return assertThatThrownBy(() -> context.run(new ResizeLatents(), with))
        .isInstanceOf(NodeFailure.class);
  }

  private FloatTensor made(SequencedMap<String, Object> with) throws Exception {
    ArtifactReference resized = context.run(new ResizeLatents(), with);
    return Latents.read(context.fetch(resized), "latents").values();
  }

  private SequencedMap<String, Object> with(FloatTensor latents) throws Exception {
    SequencedMap<String, Object> with = new LinkedHashMap<>();
    with.put("latents", TinyPackages.latents(context, latents));
    return with;
  }
}
