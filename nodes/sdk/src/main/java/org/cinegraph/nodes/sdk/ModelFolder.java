package org.cinegraph.nodes.sdk;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cinegraph.graph.digest.Digest;

/// A model package on this machine: a folder of configurations and safetensors in the layout of
/// diffusers, named by the digest of its content.
///
/// @param digest of the folder's own content, whatever parts are taken from others
/// @param parts for each part that is taken from another package, that one
/// @param form of all that is loaded from it and them
public record ModelFolder(
    String name, Digest digest, Path path, SortedMap<String, ModelFolder> parts, WeightForm form) {
  public ModelFolder {
    requireNonNull(name, "name is null");
    requireNonNull(digest, "digest is null");
    requireNonNull(path, "path is null");
    requireNonNull(form, "form is null");
    parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
  }

  /// One that has all of its parts itself.
  public ModelFolder(String name, Digest digest, Path path) {
    this(name, digest, path, new TreeMap<>(), WeightForm.PLAIN);
  }

  public ModelFolder with(SortedMap<String, ModelFolder> others) {
    return new ModelFolder(name, digest, path, others, form);
  }

  public ModelFolder in(WeightForm other) {
    return new ModelFolder(name, digest, path, parts, other);
  }

  /// Names all that a part is loaded from: its own package, and those that tokenizers come from,
  /// which a text encoder is loaded with; and the form that it is loaded in. What was loaded for
  /// one composition serves all that have this in common.
  public Digest digestOf(String part) {
    MessageDigest sum = Digest.sha256();
    sum.update(digest.bytes());
    parts.forEach((replaced, other) -> {
      if (replaced.equals(part) || replaced.startsWith("tokenizer")) {
        sum.update(replaced.getBytes(StandardCharsets.UTF_8));
        sum.update(other.digest().bytes());
      }
    });
    String taken = form.dtype().written() + " " + form.variant().orElse("");
    sum.update(taken.getBytes(StandardCharsets.UTF_8));
    return Digest.ofDigestBytes(sum.digest());
  }
}
