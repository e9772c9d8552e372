package org.cinegraph.graph.value;

import org.cinegraph.graph.digest.Digest;

/// The JSON form of an artifact reference, as it stands in plans, leases and the database.
public final class ArtifactReferenceJson {
  private ArtifactReferenceJson() {}

  public static Value write(ArtifactReference reference) {
    return new FieldWriter()
        .text("digest", reference.digest().hex())
        .integer("bytes", reference.bytes())
        .text("mediaType", reference.mediaType())
        .list("parts", reference.parts(), ArtifactReferenceJson::writePart)
        .fields();
  }

  public static ArtifactReference read(Value json) {
    FieldReader fields = FieldReader.of("artifact reference", json);
    return new ArtifactReference(
        digest(fields),
        fields.integer("bytes"),
        fields.text("mediaType"),
        fields.list("parts", ArtifactReferenceJson::readPart));
  }

  private static Value writePart(ArtifactReference.Part part) {
    return new FieldWriter()
        .text("digest", part.digest().hex())
        .integer("bytes", part.bytes())
        .fields();
  }

  private static ArtifactReference.Part readPart(Value json) {
    FieldReader fields = FieldReader.of("part of an artifact", json);
    return new ArtifactReference.Part(digest(fields), fields.integer("bytes"));
  }

  private static Digest digest(FieldReader fields) {
    return new Digest(fields.text("digest"));
  }
}
