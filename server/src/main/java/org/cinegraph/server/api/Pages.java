package org.cinegraph.server.api;

import java.util.OptionalLong;

/// Sizes of pages.
final class Pages {
  static final int USUAL = 50;
  static final int LARGEST = 500;

  private Pages() {}

  /// @param wanted 0 for the usual size
  static int size(int wanted) {
    if (wanted < 0) {
      throw RefusedCall.invalid(
          "page-size", "page_size must be at least 0, found %d".formatted(wanted));
    }
    return wanted == 0 ? USUAL : Math.min(wanted, LARGEST);
  }

  /// Of lists whose tokens are numbers.
  ///
  /// @return empty: the first page
  static OptionalLong number(String token) {
    if (token.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!token.matches("\\d{1,18}")) {
      throw badToken(token);
    }
    return OptionalLong.of(Long.parseLong(token));
  }

  static RefusedCall badToken(String token) {
    return RefusedCall.invalid(
        "page-token", "page_token must be one that an earlier page gave, found " + token);
  }
}
