package org.cinegraph.graph.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.type.ModelName;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.PortValueJson;
import org.cinegraph.graph.value.Value;

/// The name of a computation: equal keys mean equal bytes. This class is the whole list of what a
/// key is made of, in order, each with the reason it is in.
///
/// Deliberately out, because no output depends on it and no executor sees it: the node's name, its
/// place in the file, title and notes; retry, timeout and priority; the worker, device and process;
/// run, attempt and time; the names of graph, graph inputs and model packages; the declaration's
/// texts and demand (a change that matters raises the version or changes the program).
public final class MemoKey {
  /// Changes when this list does, so that no key of an older list is ever met again.
  public static final String RECIPE = "cinegraph-memo-1";

  /// Which random numbers a seed means: torch's CPU generator, as the project's Java draws them.
  public static final String NOISE_ALGORITHM = "torch-cpu-mt19937-1";

  /// How the name of an input's ingredient begins; the port follows.
  static final String INPUT = "input ";

  private MemoKey() {}

  /// One line of the list.
  ///
  /// @param name what it is: `parameter steps`
  /// @param value its canonical text
  /// @param reason why it is in
  public record Ingredient(String name, String value, String reason) {}

  /// The list for a node whose inputs are all known at planning.
  ///
  /// @return empty if an input's value must be waited for
  public static Optional<List<Ingredient>> ingredients(PlannedNode node) {
    boolean allKnown = node.takes().values().stream().allMatch(Binding::isKeyed);
    return allKnown ? Optional.of(ingredients(node, Map.of())) : Optional.empty();
  }

  /// The list for any node.
  ///
  /// @param values what the node's producers made, by port or parameter name; only those whose
  ///   producer's key was not known at planning are read
  public static List<Ingredient> ingredients(PlannedNode node, Map<String, PortValue> values) {
    List<Ingredient> all = new ArrayList<>();
    all.add(new Ingredient("recipe", RECIPE, "another list of ingredients is another key"));
    all.add(new Ingredient("node type", node.type(), "it says what is computed"));
    all.add(
        new Ingredient(
            "version", Integer.toString(node.version()), "a new version computes otherwise"));
    all.add(
        new Ingredient(
            "program",
            node.programDigest().hex(),
            "changed code is noticed although nobody raised the version"));
    addParameters(all, node);
    addInputs(all, node, values);
    all.add(
        new Ingredient(
            "noise algorithm", NOISE_ALGORITHM, "a seed means other numbers under another one"));
    node.salt()
        .ifPresent(salt -> all.add(new Ingredient("salt", salt, "the result is not to be shared")));
    return List.copyOf(all);
  }

  public static Digest of(List<Ingredient> ingredients) {
    List<Value> pairs = new ArrayList<>(ingredients.size());
    for (Ingredient ingredient : ingredients) {
      pairs.add(
          new Value.Items(
              List.of(new Value.Text(ingredient.name()), new Value.Text(ingredient.value()))));
    }
    return CanonicalJson.digest(new Value.Items(pairs));
  }

  /// The key of a node at the moment when its inputs are there.
  public static Digest whenReady(PlannedNode node, Map<String, PortValue> values) {
    return node.memoKey().orElseGet(() -> of(ingredients(node, values)));
  }

  /// The digest of a value that no memo key stands for.
  public static Digest valueDigest(PortValue value) {
    return CanonicalJson.digest(PortValueJson.write(value));
  }

  private static void addParameters(List<Ingredient> all, PlannedNode node) {
    new TreeMap<>(node.parameters())
        .forEach((name, value) -> {
          if (node.modelPackages().containsKey(name)) {
            addModels(all, node, name);
            return;
          }
          all.add(
              new Ingredient(
                  "parameter " + name,
                  CanonicalJson.write(value),
                  "the author's setting, or the declared fallback"));
        });
  }

  /// The package of a parameter, and those of the parts that it takes from others.
  private static void addModels(List<Ingredient> all, PlannedNode node, String parameter) {
    new TreeMap<>(node.modelPackages())
        .forEach((name, model) -> {
          if (name.equals(parameter) || name.startsWith(ModelName.key(parameter, ""))) {
            all.add(
                new Ingredient(
                    "model " + name,
                    model.digest().hex(),
                    "the content of the package; its name can be given to other content"));
          }
        });
    Optional<ModelName> named =
        Optional.ofNullable(node.parameters().get(parameter)).flatMap(ModelName::of);
    named
        .flatMap(ModelName::dtype)
        .ifPresent(dtype ->
            all.add(
                new Ingredient(
                    "model " + parameter + " dtype",
                    dtype.written(),
                    "the author asked for these roundings and not for others")));
    named
        .flatMap(ModelName::variant)
        .ifPresent(variant ->
            all.add(
                new Ingredient(
                    "model " + parameter + " variant",
                    variant,
                    "which of the package's files of weights")));
  }

  private static void addInputs(
      List<Ingredient> all, PlannedNode node, Map<String, PortValue> values) {
    SequencedMap<String, Binding> inputs = new TreeMap<>(node.inputs());
    inputs.putAll(node.boundParameters());
    inputs.forEach((port, binding) -> all.add(input(port, binding, values)));
  }

  private static Ingredient input(String port, Binding binding, Map<String, PortValue> values) {
    String name = INPUT + port;
    return switch (binding) {
      case Binding.Given(PortValue value) -> byValue(name, value);
      case Binding.FromNode(int _, String output, Optional<Digest> key) when key.isPresent() ->
          new Ingredient(
              name,
              key.get().hex() + " " + output,
              "the key and port of its producer stand for what it makes");
      case Binding.Listed _, Binding.Mapped _ when binding.isKeyed() ->
          new Ingredient(
              name,
              CanonicalJson.write(keyed(binding)),
              "the keys and ports of its producers stand for what they make");
      case Binding.FromNode _, Binding.Listed _, Binding.Mapped _ ->
          byValue(
              name,
              Optional.ofNullable(values.get(port))
                  .orElseThrow(
                      () -> new IllegalArgumentException("No value for " + port + " was given")));
    };
  }

  private static Value keyed(Binding binding) {
    return switch (binding) {
      case Binding.Given(PortValue value) -> new Value.Text(valueDigest(value).hex());
      case Binding.FromNode(int _, String output, Optional<Digest> key) ->
          new Value.Text(key.orElseThrow().hex() + " " + output);
      case Binding.Listed(List<Binding> items) ->
          new Value.Items(items.stream().map(MemoKey::keyed).toList());
      case Binding.Mapped(SequencedMap<String, Binding> fields) -> {
        SequencedMap<String, Value> all = new TreeMap<>();
        fields.forEach((name, field) -> all.put(name, keyed(field)));
        yield new Value.Fields(all);
      }
    };
  }

  private static Ingredient byValue(String name, PortValue value) {
    return new Ingredient(name, valueDigest(value).hex(), "the digest of the value itself");
  }
}
