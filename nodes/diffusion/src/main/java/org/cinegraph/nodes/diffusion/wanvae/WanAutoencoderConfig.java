package org.cinegraph.nodes.diffusion.wanvae;

import java.util.ArrayList;
import java.util.List;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelConfig;

/// What the configuration of an `AutoencoderKLWan` says, under diffusers' names. What only other
/// networks have is refused by name.
///
/// @param encoderWidth channels before the first level of the encoder
/// @param decoderWidth channels behind the last level of the decoder
/// @param channels of a latent
/// @param multiples of those widths, from the frame's size downwards
/// @param layers residual blocks of a level of the encoder; the decoder has one more
/// @param halvesTime whether a level of the encoder halves the frames, too; one fewer than levels
/// @param residual whether levels have a way around, as in Wan 2.2
/// @param patch side of the square of pixels that become channels first
record WanAutoencoderConfig(
    int encoderWidth,
    int decoderWidth,
    int channels,
    List<Integer> multiples,
    int layers,
    List<Boolean> halvesTime,
    boolean residual,
    int patch) {
  private static final int MOST = 1 << 14;
  private static final int MOST_LAYERS = 100;
  private static final int MOST_LEVELS = 8;
  private static final int MOST_PATCH = 16;
  private static final int COLOURS = 3;

  /// Levels that halve the frames: four frames are one of latents, which the library takes for
  /// granted.
  private static final int HALVINGS = 2;

  static WanAutoencoderConfig read(ModelConfig config) throws NodeFailure {
    int width = config.has("base_dim") ? config.count("base_dim", MOST) : 96;
    int patch = config.isSet("patch_size") ? config.count("patch_size", MOST_PATCH) : 1;
    WanAutoencoderConfig read =
        new WanAutoencoderConfig(
            width,
            config.isSet("decoder_base_dim") ? config.count("decoder_base_dim", MOST) : width,
            config.has("z_dim") ? config.count("z_dim", MOST) : 16,
            config.isSet("dim_mult") ? multiples(config) : List.of(1, 2, 4, 4),
            config.has("num_res_blocks") ? config.count("num_res_blocks", MOST_LAYERS) : 2,
            config.isSet("temperal_downsample")
                ? config.flags("temperal_downsample")
                : List.of(false, true, true),
            config.isSet("is_residual") && config.flag("is_residual"),
            patch);
    read.refuseOthers(config);
    return read;
  }

  private static List<Integer> multiples(ModelConfig config) throws NodeFailure {
    int levels = config.integers("dim_mult").size();
    if (levels < 1 || levels > MOST_LEVELS) {
      throw NodeFailure.user(
          "model-config",
          "%s: field dim_mult was expected to have 1 to %d numbers, found %d."
              .formatted(config.label(), MOST_LEVELS, levels));
    }
    return config.counts("dim_mult", levels, MOST);
  }

  private void refuseOthers(ModelConfig config) throws NodeFailure {
    List<String> others = new ArrayList<>();
    int colours = COLOURS * patch * patch;
    for (String field : List.of("in_channels", "out_channels")) {
      int found = config.has(field) ? config.count(field, MOST) : COLOURS;
      if (found != colours) {
        others.add("%s expected %d, found %d".formatted(field, colours, found));
      }
    }
    if (config.isSet("attn_scales") && !config.numbers("attn_scales").isEmpty()) {
      others.add("attn_scales expected [], found " + config.json("attn_scales"));
    }
    if (halvesTime.size() != multiples.size() - 1
        || halvesTime.stream().filter(halves -> halves).count() != HALVINGS) {
      others.add(
          "temperal_downsample expected %d flags of which %d are true, found %s"
              .formatted(multiples.size() - 1, HALVINGS, halvesTime));
    }
    if (!residual && decoderWidths().stream().anyMatch(odd -> odd % 2 != 0)) {
      others.add("channels of the decoder expected to be even, found " + decoderWidths());
    }
    if (others.isEmpty() && residual && !waysAroundFit()) {
      others.add(
          "dim_mult expected multiples whose ways around divide, found " + config.json("dim_mult"));
    }
    if (!others.isEmpty()) {
      throw NodeFailure.user(
          "unknown-architecture",
          "%s describes a variant of AutoencoderKLWan that is not done here: %s. Take a model of Wan 2.1 or 2.2."
              .formatted(config.label(), String.join("; ", others)));
    }
  }

  /// A way around makes neighbours of channels and channels of neighbours.
  private boolean waysAroundFit() {
    return WanLevel.ofEncoder(this).stream()
            .allMatch(level -> (long) level.from() * level.places() % level.to() == 0)
        && WanLevel.ofDecoder(this).stream()
            .allMatch(level ->
                (long) level.to() * level.places() % level.from() == 0 || !level.samples());
  }

  int levels() {
    return multiples.size();
  }

  /// Pixels a side for one latent.
  int scale() {
    return patch << (levels() - 1);
  }

  /// Channels before each level of the encoder, and behind the last.
  List<Integer> encoderWidths() {
    List<Integer> widths = new ArrayList<>(List.of(encoderWidth));
    multiples.forEach(multiple -> widths.add(encoderWidth * multiple));
    return widths;
  }

  /// Channels before the first level of the decoder, and behind each.
  List<Integer> decoderWidths() {
    List<Integer> widths = new ArrayList<>(List.of(decoderWidth * multiples.getLast()));
    multiples.reversed().forEach(multiple -> widths.add(decoderWidth * multiple));
    return widths;
  }

  int colours() {
    return COLOURS * patch * patch;
  }
}
