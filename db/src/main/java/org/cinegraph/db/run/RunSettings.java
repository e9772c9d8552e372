package org.cinegraph.db.run;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.document.NodePath;
import org.cinegraph.graph.plan.PlanOptions;
import org.cinegraph.graph.unroll.Cut;
import org.cinegraph.graph.value.FieldReader;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.UnreadableJsonException;
import org.cinegraph.graph.value.Value;

/// How a run was asked to be, beside its graph and its inputs.
///
/// @param segmentSize nodes per segment; 0 means the usual number
/// @param cut the part of the graph that it is of; absent: all of it
/// @param forced nodes that are computed anew
public record RunSettings(int segmentSize, Optional<Cut> cut, List<NodePath> forced) {
  private static final String SEGMENT_SIZE = "segmentSize";
  private static final String FORCE = "force";

  public RunSettings {
    requireNonNull(cut, "cut is null");
    forced = List.copyOf(forced);
  }

  /// Nothing was asked for.
  public static RunSettings ofSegments(int segmentSize) {
    return new RunSettings(segmentSize, Optional.empty(), List.of());
  }

  /// Adds what was asked for to a JSON object; what was not is left out.
  public FieldWriter write(FieldWriter fields) {
    return tell(fields.integer(SEGMENT_SIZE, segmentSize));
  }

  /// Adds what people want to know of it.
  public FieldWriter tell(FieldWriter fields) {
    cut.ifPresent(part -> fields.text(part.kind().written(), part.node().written()));
    if (!forced.isEmpty()) {
      fields.list(FORCE, forced, path -> new Value.Text(path.written()));
    }
    return fields;
  }

  /// Adds them to the options of a plan.
  public PlanOptions of(PlanOptions options) {
    PlanOptions sized = segmentSize == 0 ? options : options.withSegmentSize(segmentSize);
    return cut.map(sized::cutAt).orElse(sized).forcing(forced);
  }

  String column() {
    return CanonicalJson.write(write(new FieldWriter()).fields());
  }

  /// Reads the column; of old runs it is the size of segments alone.
  static RunSettings read(String column) {
    if (CanonicalJson.parse(column) instanceof Value.Int(long size)) {
      return ofSegments((int) size);
    }
    FieldReader fields = FieldReader.of("settings of a run", CanonicalJson.parse(column));
    Optional<Cut> cut = Optional.empty();
    for (Cut.Kind kind : Cut.Kind.values()) {
      if (fields.optional(kind.written()).isPresent()) {
        cut = Optional.of(new Cut(kind, path(fields.text(kind.written()))));
      }
    }
    return new RunSettings(
        fields.number(SEGMENT_SIZE),
        cut,
        fields.optional(FORCE).isEmpty()
            ? List.of()
            : fields.list(FORCE, path -> path(fields.asText(FORCE, path))));
  }

  private static NodePath path(String written) {
    return NodePath.find(written)
        .orElseThrow(() -> new UnreadableJsonException("No node is named " + written));
  }
}
