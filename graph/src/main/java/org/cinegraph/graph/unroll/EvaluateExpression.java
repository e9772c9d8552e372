package org.cinegraph.graph.unroll;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.document.Expression;
import org.cinegraph.graph.document.Expression.Part;
import org.cinegraph.graph.document.Position;
import org.cinegraph.graph.document.Reference;
import org.cinegraph.graph.document.Reference.Step;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.graph.value.function.InterpolateFunction;
import org.cinegraph.graph.value.function.PartFunction;
import org.cinegraph.graph.value.function.ValueFailure;
import org.cinegraph.graph.value.function.ValueFunction;
import org.cinegraph.graph.value.function.ValueFunctions;

/// Finds where a written value comes from. Where it has to be put together in the run, a node does
/// it that nobody wrote; its name is that of the node and of what the value is for.
///
/// @param name of what the value is for: `text.prompt`
record EvaluateExpression(Unrolling unrolling, Environment environment, String name) {

  Source evaluate(Expression expression) {
    return switch (expression) {
      case Expression.Literal literal -> known(literal.value());
      case Expression.Link link -> reference(link.reference(), link.position());
      case Expression.Template template -> template(template);
      case Expression.Items items -> items(items);
      case Expression.Fields fields -> fields(fields);
      case Expression.Unreadable _ ->
          throw new IllegalArgumentException(name + " is unreadable: unchecked");
    };
  }

  private static Source known(Value value) {
    return new Source.Known(new PortValue.Inline(value));
  }

  private Source reference(Reference reference, Position position) {
    Environment.Found found = environment.find(reference);
    List<Step> path = reference.path();
    return follow(found.source(), path.subList(found.steps(), path.size()), reference, position);
  }

  private Source follow(Source at, List<Step> path, Reference reference, Position position) {
    if (path.isEmpty()) {
      return at;
    }
    Step step = path.getFirst();
    Optional<Source> next =
        switch (at) {
          case Source.Known(PortValue value) -> Optional.of(into(value, step, reference, position));
          case Source.Listed(List<Source> items, Optional<Source.Made> _) ->
              step instanceof Step.Index(int place) && place < items.size()
                  ? Optional.of(items.get(place))
                  : Optional.empty();
          case Source.Mapped(SequencedMap<String, Source> fields) ->
              step instanceof Step.Field(String field)
                  ? Optional.ofNullable(fields.get(field))
                  : Optional.empty();
          case Source.LeftOut _, Source.Unknown _ -> Optional.of(at);
          case Source.Made _ -> Optional.empty();
        };
    return next.isPresent()
        ? follow(next.get(), path.subList(1, path.size()), reference, position)
        : part(at, path, position);
  }

  private Source into(PortValue value, Step step, Reference reference, Position position) {
    try {
      return new Source.Known(PartFunction.into(value, written(step)));
    } catch (ValueFailure missing) {
      unrolling.report(
          Problem.at(
              position,
              missing.code(),
              "%s cannot follow %s: %s".formatted(name, reference.written(), missing.reason())));
      return new Source.LeftOut();
    }
  }

  private static Value written(Step step) {
    return switch (step) {
      case Step.Field(String field) -> new Value.Text(field);
      case Step.Index(int place) -> new Value.Int(place);
    };
  }

  /// The run takes the value apart.
  private Source part(Source whole, List<Step> path, Position position) {
    SequencedMap<String, Source> takes = new LinkedHashMap<>();
    takes.put(PartFunction.WHOLE, whole);
    takes.put(
        PartFunction.PATH,
        known(new Value.Items(path.stream().map(EvaluateExpression::written).toList())));
    return made(PartFunction.TYPE, takes, PartFunction.PART, position);
  }

  private Source template(Expression.Template template) {
    List<Source> parts = new ArrayList<>();
    for (Part part : template.parts()) {
      parts.add(
          switch (part) {
            case Part.Words(String words) -> known(new Value.Text(words));
            case Part.Slot(Reference reference) ->
                at(parts.size()).reference(reference, template.position());
          });
    }
    Source list = listed(parts, template.position());
    SequencedMap<String, Source> takes = new LinkedHashMap<>();
    takes.put(InterpolateFunction.PARTS, list);
    return switch (list) {
      case Source.Known(PortValue value) -> interpolated(value, template.position());
      case Source.LeftOut _, Source.Unknown _ -> list;
      case Source.Listed _, Source.Mapped _, Source.Made _ ->
          made(InterpolateFunction.TYPE, takes, InterpolateFunction.TEXT, template.position());
    };
  }

  private Source interpolated(PortValue parts, Position position) {
    SequencedMap<String, PortValue> given = new LinkedHashMap<>();
    given.put(InterpolateFunction.PARTS, parts);
    try {
      return new Source.Known(
          Optional.ofNullable(
                  ValueFunctions.planned(InterpolateFunction.TYPE)
                      .apply(given)
                      .get(InterpolateFunction.TEXT))
              .orElseThrow());
    } catch (ValueFailure failure) {
      unrolling.report(Problem.at(position, failure.code(), name + ": " + failure.reason()));
      return new Source.LeftOut();
    }
  }

  private Source items(Expression.Items items) {
    List<Source> sources = new ArrayList<>();
    items.items().forEach(item -> sources.add(at(sources.size()).evaluate(item)));
    return listed(sources, items.position());
  }

  /// A list of sources: known if all of them are.
  private Source listed(List<Source> sources, Position position) {
    if (sources.stream().anyMatch(Source::isLeftOut)) {
      return new Source.LeftOut();
    }
    if (sources.stream().anyMatch(Source::isUnknown)) {
      return unrolling.pending(name, sources, position);
    }
    Source list = Lists.of(sources, Optional.empty());
    if (list instanceof Source.Known(PortValue value)) {
      unrolling.weigh(value, position);
    }
    return list;
  }

  private Source fields(Expression.Fields given) {
    SequencedMap<String, Source> sources = new LinkedHashMap<>();
    SequencedMap<String, Value> known = new LinkedHashMap<>();
    given
        .fields()
        .forEach((field, value) -> {
          Source source =
              new EvaluateExpression(unrolling, environment, name + "." + field).evaluate(value);
          sources.put(field, source);
          if (source instanceof Source.Known(PortValue.Inline(Value inline))) {
            known.put(field, inline);
          }
        });
    Source mapped = new Source.Mapped(sources);
    if (known.size() == sources.size()) {
      Value mapping = new Value.Fields(known);
      unrolling.weigh(new PortValue.Inline(mapping), given.position());
      return known(mapping);
    }
    if (mapped.isLeftOut()) {
      return new Source.LeftOut();
    }
    return mapped.isUnknown() ? unrolling.pending(name, List.of(mapped), given.position()) : mapped;
  }

  private Source made(
      String type, SequencedMap<String, Source> takes, String port, Position position) {
    ValueFunction function = ValueFunctions.planned(type);
    return unrolling.evaluate(
        name, new Operation.Evaluate(function), takes, port, environment, position);
  }

  private EvaluateExpression at(int place) {
    return new EvaluateExpression(unrolling, environment, name + "." + place);
  }
}
