package org.cinegraph.graph.check;

import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.cinegraph.graph.document.Expression;
import org.cinegraph.graph.document.Expression.Part;
import org.cinegraph.graph.document.Position;
import org.cinegraph.graph.document.Reference;
import org.cinegraph.graph.type.Dtype;
import org.cinegraph.graph.type.ModelName;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.type.TypeMatch;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// Holds what is written against the type that is wanted.
record CheckExpression(Scope scope, Types types, Consumer<Problem> problems) {

  /// @param subject what is given: `steps of node latents`
  void check(String subject, PortType wanted, Expression given) {
    switch (given) {
      case Expression.Literal literal ->
          CheckValue.type(
                  literal.position(),
                  subject,
                  wanted,
                  new PortValue.Inline(literal.value()),
                  types.catalog())
              .ifPresent(problems);
      case Expression.Link link -> link(subject, wanted, link);
      case Expression.Template template -> template(subject, wanted, template);
      case Expression.Items items -> items(subject, wanted, items);
      case Expression.Fields fields -> fields(subject, wanted, fields);
      case Expression.Unreadable _ -> {}
    }
  }

  /// Only that what it refers to is there.
  void follow(String subject, Expression given) {
    given.references().forEach(reference -> type(subject, reference, given.position()));
  }

  /// The type at the other end of a reference; empty if there is none, which is reported.
  Optional<PortType> type(String subject, Reference reference, Position position) {
    FollowReference.End end =
        new FollowReference(scope, types).follow(subject, reference, position);
    end.problem().ifPresent(problems);
    return end.type();
  }

  private void link(String subject, PortType wanted, Expression.Link link) {
    type(subject, link.reference(), link.position())
        .filter(source -> !TypeMatch.accepts(wanted, source))
        .ifPresent(source ->
            problems.accept(
                Problem.at(
                        link.position(),
                        "wrong-type",
                        subject + " does not take " + link.reference().written())
                    .butFound(wanted.written(), source.written())
                    .hint(listHint(wanted, source, link.reference()))));
  }

  private static Optional<String> listHint(PortType wanted, PortType source, Reference reference) {
    if (source instanceof PortType.ListOf(PortType element) && TypeMatch.accepts(wanted, element)) {
      return Optional.of(
          "it is a list: take one item, such as "
              + reference.written()
              + "[0], or make the node a loop with for-each");
    }
    return wanted instanceof PortType.ListOf(PortType element) && TypeMatch.accepts(element, source)
        ? Optional.of("put it into a list: [" + reference.written() + "]")
        : Optional.empty();
  }

  private void template(String subject, PortType wanted, Expression.Template template) {
    if (!TypeMatch.accepts(wanted, new PortType.Text())) {
      problems.accept(wrong(subject, wanted, "a text", template.position()));
    }
    for (Part part : template.parts()) {
      if (part instanceof Part.Slot(Reference reference)) {
        type(subject, reference, template.position())
            .filter(type -> !isScalar(type))
            .ifPresent(type ->
                problems.accept(
                    Problem.at(
                            template.position(),
                            "wrong-type",
                            subject + " cannot have " + reference.written() + " in its text")
                        .butFound("a text, a number or a boolean", type.written())));
      }
    }
  }

  private static boolean isScalar(PortType type) {
    return type.isInline() && !(type instanceof PortType.ListOf);
  }

  private void items(String subject, PortType wanted, Expression.Items items) {
    switch (wanted) {
      case PortType.ListOf(PortType element) ->
          items.items().forEach(item -> check("An item of " + subject, element, item));
      case PortType.Json json ->
          items.items().forEach(item -> check("An item of " + subject, json, item));
      case PortType.Any _ -> items.items().forEach(item -> follow("An item of " + subject, item));
      case PortType.Text _,
          PortType.Int _,
          PortType.Float _,
          PortType.Boolean _,
          PortType.Choice _,
          PortType.Conditioning _,
          PortType.Latents _,
          PortType.Image _,
          PortType.Mask _,
          PortType.Video _,
          PortType.Audio _,
          PortType.Pose _,
          PortType.Planes _,
          PortType.Model _ ->
          problems.accept(wrong(subject, wanted, "a list", items.position()));
    }
  }

  private void fields(String subject, PortType wanted, Expression.Fields given) {
    if (wanted instanceof PortType.Model) {
      composed(subject, given);
      return;
    }
    if (!(wanted instanceof PortType.Json) && !(wanted instanceof PortType.Any)) {
      problems.accept(wrong(subject, wanted, "a mapping", given.position()));
      return;
    }
    SequencedMap<String, Expression> fields = given.fields();
    fields.forEach((name, field) -> check(name + " in " + subject, new PortType.Json(), field));
  }

  /// A package with parts from others.
  private void composed(String subject, Expression.Fields given) {
    if (!given.fields().containsKey(ModelName.BASE)) {
      problems.accept(
          wrong(subject, new PortType.Model(), "a mapping without base", given.position()));
      return;
    }
    given
        .fields()
        .forEach((part, package_) -> {
          String of = part + " in " + subject;
          if (package_ instanceof Expression.Fields
              || package_ instanceof Expression.Literal(Value.Fields _, Position _)) {
            problems.accept(wrong(of, new PortType.Text(), "a mapping", package_.position()));
          } else {
            check(of, keyed(part), package_);
          }
        });
  }

  private static PortType keyed(String key) {
    return switch (key) {
      case ModelName.DTYPE -> new PortType.Choice(Dtype.names());
      case ModelName.VARIANT -> new PortType.Text();
      default -> new PortType.Model();
    };
  }

  private static Problem wrong(String subject, PortType wanted, String found, Position position) {
    return Problem.at(position, "wrong-type", subject + " has the wrong type")
        .butFound(Spoken.right(wanted), found);
  }
}
