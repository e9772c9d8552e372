package org.cinegraph.nodes.text.unigram;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelConfig;
import org.cinegraph.nodes.tensor.model.ModelPart;

/// `spiece.model`, as SentencePiece writes it: a protocol buffer with the pieces, how it was
/// trained and how texts are normalised. What follows from it is what transformers makes of such a
/// file when there is no `tokenizer.json`.
final class SentencePieceModel {
  private static final String FILE = "spiece.model";
  private static final int MOST_BYTES = 64 << 20;

  // Fields of the messages.
  private static final int PIECES = 1;
  private static final int TRAINER = 2;
  private static final int NORMALISER = 3;
  private static final int MODEL_TYPE = 3;
  private static final int UNKNOWN_ID = 40;
  private static final int MAP = 2;

  // Their values.
  private static final int UNIGRAM = 1;
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;

  private final List<Pieces.Piece> pieces = new ArrayList<>();
  private final SequencedMap<String, AddedTokens.Added> added = new LinkedHashMap<>();
  private int type = UNIGRAM;
  private int unknown;
  private byte[] map = new byte[0];

  private SentencePieceModel() {}

  static UnigramFiles read(ModelPart part) throws NodeFailure, IOException {
    byte[] bytes = part.binaryFile(FILE, MOST_BYTES);
    SentencePieceModel model = new SentencePieceModel();
    try {
      model.readModel(CodedInputStream.newInstance(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw damaged(part, "no SentencePiece model");
    }
    if (model.type != UNIGRAM || model.pieces.isEmpty()) {
      throw damaged(part, "one without Unigram pieces");
    }
    return model.files(part);
  }

  private static NodeFailure damaged(ModelPart part, String found) {
    return NodeFailure.user(
        "unknown-tokenizer",
        "%s/%s of model package %s was expected to be a SentencePiece model of the kind Unigram, found %s. Take the tokenizer that belongs to the package."
            .formatted(part.name(), FILE, part.packageName(), found));
  }

  private UnigramFiles files(ModelPart part) throws NodeFailure {
    ModelConfig config = part.config();
    int extra = config.integer("extra_ids", UnigramFiles.EXTRA);
    if (extra < 0 || extra > UnigramFiles.MOST_EXTRA) {
      throw damaged(part, "one with " + extra + " extra_ids");
    }
    for (int i = extra - 1; i >= 0; i--) {
      String text = "<extra_id_" + i + ">";
      added.put(text, new AddedTokens.Added(pieces.size(), false, false));
      pieces.add(new Pieces.Piece(text, 0));
    }
    if (unknown >= 0 && unknown < pieces.size()) {
      added.putIfAbsent(pieces.get(unknown).text(), new AddedTokens.Added(unknown, false, false));
    }
    List<Normaliser> steps = new ArrayList<>();
    if (map.length > 0) {
      Optional<CharacterMap> read = CharacterMap.read(map);
      steps.add(read.orElseThrow(() -> damaged(part, "one with a damaged table of characters")));
    }
    steps.add(Normaliser.blanks());
    return UnigramFiles.of(
        config,
        new Pieces(pieces, OptionalInt.of(unknown), false),
        Normaliser.inTurn(steps),
        marks(config),
        new AddedTokens(added));
  }

  private static Marks marks(ModelConfig config) throws NodeFailure {
    if (config.isSet("add_prefix_space") && !config.flag("add_prefix_space")) {
      return new Marks(false, Marks.Before.NONE, true);
    }
    boolean legacy = !config.isSet("legacy") || config.flag("legacy");
    return legacy ? Marks.usual() : new Marks(false, Marks.Before.FIRST, true);
  }

  private void readModel(CodedInputStream in) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case PIECES -> readPiece(inside(in));
        case TRAINER -> readTrainer(inside(in));
        case NORMALISER -> readNormaliser(inside(in));
        default -> in.skipField(tag);
      }
    }
  }

  private static CodedInputStream inside(CodedInputStream in) throws IOException {
    return CodedInputStream.newInstance(in.readByteArray());
  }

  private void readPiece(CodedInputStream in) throws IOException {
    String text = "";
    double score = 0;
    int kind = 1;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> text = new String(in.readByteArray(), StandardCharsets.UTF_8);
        case 2 -> score = in.readFloat();
        case 3 -> kind = in.readInt32();
        default -> in.skipField(tag);
      }
    }
    if ((kind == CONTROL || kind == USER_DEFINED) && !text.isEmpty()) {
      added.put(text, new AddedTokens.Added(pieces.size(), false, false));
    }
    pieces.add(new Pieces.Piece(text, score));
  }

  private void readTrainer(CodedInputStream in) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case MODEL_TYPE -> type = in.readInt32();
        case UNKNOWN_ID -> unknown = in.readInt32();
        default -> in.skipField(tag);
      }
    }
  }

  private void readNormaliser(CodedInputStream in) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == MAP) {
        map = in.readByteArray();
      } else {
        in.skipField(tag);
      }
    }
  }
}
