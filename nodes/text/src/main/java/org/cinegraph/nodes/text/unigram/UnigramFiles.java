package org.cinegraph.nodes.text.unigram;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.SequencedMap;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelConfig;
import org.cinegraph.nodes.tensor.model.ModelPart;

/// All that the files of a tokenizer say.
///
/// @param end number of the token behind every prompt
record UnigramFiles(
    ModelConfig config,
    Pieces pieces,
    Normaliser normaliser,
    Marks marks,
    AddedTokens added,
    int end,
    int padding) {
  private static final List<String> CLASSES = List.of("T5TokenizerFast", "T5Tokenizer");
  private static final String JSON = "tokenizer.json";
  private static final int MOST_LENGTH = 1 << 16;
  static final int MOST_EXTRA = 10_000;
  static final int EXTRA = 100;

  static UnigramFiles read(ModelPart part) throws NodeFailure, IOException {
    if (!CLASSES.contains(part.indexedClass())) {
      throw NodeFailure.user(
          "unknown-tokenizer",
          "The %s of model package %s is a %s; known here: %s."
              .formatted(
                  part.name(),
                  part.packageName(),
                  part.indexedClass(),
                  String.join(", ", CLASSES)));
    }
    return part.hasFile(JSON)
        ? ofJson(part.config(), part.configFile(JSON))
        : SentencePieceModel.read(part);
  }

  private static UnigramFiles ofJson(ModelConfig config, ModelConfig json) throws NodeFailure {
    ModelConfig model = json.child("model");
    if (model.isSet("type")) {
      model.choice("type", List.of("Unigram"));
    }
    List<Pieces.Piece> vocabulary = model.scored("vocab", Pieces.Piece::new);
    OptionalInt unknown =
        model.isSet("unk_id") ? OptionalInt.of(model.integer("unk_id")) : OptionalInt.empty();
    Pieces pieces =
        new Pieces(
            vocabulary, unknown, model.isSet("byte_fallback") && model.flag("byte_fallback"));
    return of(
        config,
        pieces,
        json.isSet("normalizer") ? Normaliser.read(json.child("normalizer")) : Normaliser.none(),
        Marks.read(json.child("pre_tokenizer")),
        AddedTokens.read(json.isSet("added_tokens") ? json.children("added_tokens") : List.of()));
  }

  /// @param added those of the tokenizer's own file; the configuration may name more
  static UnigramFiles of(
      ModelConfig config, Pieces pieces, Normaliser normaliser, Marks marks, AddedTokens added)
      throws NodeFailure {
    if (pieces.unknown().isEmpty()
        || pieces.unknown().getAsInt() < 0
        || pieces.unknown().getAsInt() >= pieces.size()) {
      throw NodeFailure.user(
          "model-config",
          config.label() + " belongs to a vocabulary without an unknown piece; expected one.");
    }
    SequencedMap<String, AddedTokens.Added> tokens = new LinkedHashMap<>(added.tokens());
    if (config.isSet("added_tokens_decoder")) {
      ModelConfig more = config.child("added_tokens_decoder");
      for (String number : more.fields()) {
        AddedTokens.put(tokens, more.child(number), numberOf(more, number));
      }
    }
    addExtra(config, pieces, tokens);
    AddedTokens all = new AddedTokens(tokens);
    int end = number(config, "eos_token", "</s>", pieces, all);
    int padding = number(config, "pad_token", "<pad>", pieces, all);
    return new UnigramFiles(config, pieces, normaliser, marks, all, end, padding);
  }

  /// T5's tokenizer always has its extra tokens: where no file numbers them, they follow the
  /// others.
  private static void addExtra(
      ModelConfig config, Pieces pieces, SequencedMap<String, AddedTokens.Added> tokens)
      throws NodeFailure {
    int extra = config.integer("extra_ids", EXTRA);
    if (extra < 0 || extra > MOST_EXTRA) {
      throw NodeFailure.user(
          "model-config",
          "%s: field extra_ids was expected to be from 0 to %d, found %d."
              .formatted(config.label(), MOST_EXTRA, extra));
    }
    int next =
        tokens.values().stream()
            .mapToInt(token -> token.number() + 1)
            .reduce(pieces.size(), Math::max);
    for (int i = 0; i < extra; i++) {
      String text = "<extra_id_" + i + ">";
      Integer number = pieces.numbers().get(text);
      if (!tokens.containsKey(text)) {
        tokens.put(text, new AddedTokens.Added(number == null ? next++ : number, false, false));
      }
    }
  }

  private static int numberOf(ModelConfig tokens, String name) throws NodeFailure {
    try {
      return Integer.parseInt(name);
    } catch (NumberFormatException e) {
      throw NodeFailure.user(
          "model-config",
          "%s was expected to have numbers for names, found \"%.40s\"."
              .formatted(tokens.label(), name));
    }
  }

  private static int number(
      ModelConfig config, String field, String fallback, Pieces pieces, AddedTokens added)
      throws NodeFailure {
    String text = fallback;
    if (config.isObject(field)) {
      text = config.child(field).text("content");
    } else if (config.isSet(field)) {
      text = config.text(field);
    }
    AddedTokens.Added token = added.tokens().get(text);
    Integer number = token == null ? pieces.numbers().get(text) : Integer.valueOf(token.number());
    if (number == null) {
      throw NodeFailure.user(
          "model-config",
          "%s names the %s \"%.40s\", which is not in its vocabulary. Take the tokenizer that belongs to the package."
              .formatted(config.label(), field, text));
    }
    return number;
  }

  /// How many numbers the package says a row has; a huge one says that it does not know.
  int length(int fallback) throws NodeFailure {
    if (!config.isSet("model_max_length") || config.number("model_max_length") > MOST_LENGTH) {
      return fallback;
    }
    return config.count("model_max_length", MOST_LENGTH);
  }

  int largest() {
    int added =
        this.added.tokens().values().stream().mapToInt(AddedTokens.Added::number).max().orElse(0);
    return Math.max(added, pieces.size() - 1);
  }
}
