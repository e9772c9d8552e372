package org.cinegraph.graph.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A SHA-256, the name of everything that is addressed by its content: graph versions, plans, memo
/// keys, programs, model packages, artifacts.
///
/// @param hex 64 lower-case hexadecimal digits
public record Digest(String hex) implements Comparable<Digest> {
  public static final int BYTES = 32;

  public Digest {
    if (hex.length() != 2 * BYTES || !hex.chars().allMatch(Digest::isHexDigit)) {
      throw new IllegalArgumentException("Not a SHA-256 in lower-case hexadecimal: " + hex);
    }
  }

  public static Digest of(byte[] content) {
    return ofDigestBytes(sha256().digest(content));
  }

  public static Digest of(String content) {
    return of(content.getBytes(StandardCharsets.UTF_8));
  }

  /// Takes the 32 bytes of a digest that was computed already.
  public static Digest ofDigestBytes(byte[] digest) {
    return new Digest(HexFormat.of().formatHex(digest));
  }

  /// A fresh SHA-256, for content that arrives in pieces.
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  /// The first digits, for people.
  public String brief() {
    return hex.substring(0, 12);
  }

  @Override
  public int compareTo(Digest other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }

  private static boolean isHexDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }
}
