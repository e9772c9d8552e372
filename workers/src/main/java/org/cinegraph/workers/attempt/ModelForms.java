package org.cinegraph.workers.attempt;

import static java.util.stream.Collectors.joining;

import java.util.Optional;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.type.Dtype;
import org.cinegraph.graph.type.ModelName;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.WeightForm;
import org.cinegraph.proto.v1.Lease;

/// The form in which a lease's models are used: what the graph asks for, else what is usual here.
///
/// @param usual of networks of which the graph does not say what they compute in
record ModelForms(Dtype usual) {
  WeightForm of(Optional<Value> parameter) {
    Optional<ModelName> named = parameter.flatMap(ModelName::of);
    return new WeightForm(
        named.flatMap(ModelName::dtype).orElse(usual), named.flatMap(ModelName::variant));
  }

  /// For a fingerprint: what the networks of the lease compute in, by parameter.
  String dtypes(Lease lease) {
    if (!(CanonicalJson.parse(lease.getParametersJson()) instanceof Value.Fields(var fields))) {
      return usual.written();
    }
    String asked =
        fields.entrySet().stream()
            .filter(each -> lease.getModelsMap().containsKey(each.getKey()))
            .map(each -> of(Optional.of(each.getValue())).dtype().written())
            .collect(joining(" "));
    return asked.isEmpty() ? usual.written() : asked;
  }
}
