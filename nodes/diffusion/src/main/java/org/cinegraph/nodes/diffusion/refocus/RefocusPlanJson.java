package org.cinegraph.nodes.diffusion.refocus;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.FieldReader;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;

/// How a plan is written into a conditioning.
final class RefocusPlanJson {
  private RefocusPlanJson() {}

  static String write(RefocusPlan plan) {
    FieldWriter modes = new FieldWriter();
    for (RefocusMode mode : RefocusMode.values()) {
      StepRange range = plan.modes().get(mode);
      if (range != null) {
        modes.list(mode.written(), List.of(range.from(), range.to()), Value.Float::new);
      }
    }
    return CanonicalJson.write(
        new FieldWriter()
            .list("groups", plan.groups(), RefocusPlanJson::write)
            .put("modes", modes.fields())
            .text("energy", plan.energy().written())
            .integer("factor", plan.factor())
            .put("strength", new Value.Float(plan.strength()))
            .integer("descents", plan.descents())
            .list("pull", List.of(plan.pull(), plan.pullSelf()), Value.Float::new)
            .integer("first", plan.words().first())
            .integer("end", plan.words().end())
            .flag("padded", plan.words().padded())
            .fields());
  }

  private static Value write(Group group) {
    FieldWriter fields =
        new FieldWriter()
            .text("name", group.name())
            .integer("start", group.start())
            .integer("end", group.end())
            .put("weight", new Value.Float(group.weight()));
    return switch (group.region()) {
      case Region.Box(double left, double top, double right, double bottom) ->
          fields.list("box", List.of(left, top, right, bottom), Value.Float::new).fields();
      case Region.Plane(int index) -> fields.integer("plane", index).fields();
    };
  }

  /// @throws org.cinegraph.graph.value.UnreadableJsonException it is no plan
  static RefocusPlan read(String json) {
    FieldReader fields = FieldReader.of("plan of refocus-attention", CanonicalJson.parse(json));
    FieldReader written = FieldReader.of("plan's modes", fields.value("modes"));
    Map<RefocusMode, StepRange> modes = new EnumMap<>(RefocusMode.class);
    for (RefocusMode mode : RefocusMode.values()) {
      if (written.optional(mode.written()).isPresent()) {
        List<Double> range = numbers(written, mode.written(), 2);
        modes.put(mode, new StepRange(range.get(0), range.get(1)));
      }
    }
    List<Double> pull = numbers(fields, "pull", 2);
    return new RefocusPlan(
        fields.list("groups", RefocusPlanJson::readGroup),
        modes,
        Energy.named(fields.text("energy")),
        fields.number("factor"),
        fields.decimal("strength"),
        fields.number("descents"),
        pull.get(0),
        pull.get(1),
        new RefocusPlan.Words(fields.number("first"), fields.number("end"), fields.flag("padded")));
  }

  private static Group readGroup(Value value) {
    FieldReader fields = FieldReader.of("group", value);
    Region region;
    if (fields.optional("box").isPresent()) {
      List<Double> box = numbers(fields, "box", 4);
      region = new Region.Box(box.get(0), box.get(1), box.get(2), box.get(3));
    } else {
      region = new Region.Plane(fields.number("plane"));
    }
    return new Group(
        fields.text("name"),
        fields.number("start"),
        fields.number("end"),
        fields.decimal("weight"),
        region);
  }

  private static List<Double> numbers(FieldReader fields, String name, int count) {
    List<Double> numbers =
        fields.list(name, value -> FieldReader.of(name, box(value)).decimal("number"));
    if (numbers.size() != count) {
      throw fields.wrong(name, "a list of " + count + " numbers");
    }
    return numbers;
  }

  private static Value box(Value value) {
    return new FieldWriter().put("number", value).fields();
  }
}
