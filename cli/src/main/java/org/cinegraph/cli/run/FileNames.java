package org.cinegraph.cli.run;

/// How outputs are named on disk.
final class FileNames {
  private FileNames() {}

  static String extension(String mediaType) {
    return switch (mediaType) {
      case "video/mp4" -> "mp4";
      case "image/png" -> "png";
      case "image/jpeg" -> "jpg";
      case "audio/wav", "audio/x-wav", "audio/vnd.wave" -> "wav";
      case "text/plain" -> "txt";
      case "application/json" -> "json";
      case "application/safetensors" -> "safetensors";
      case "video/x-matroska" -> "mkv";
      default -> bySuffix(mediaType);
    };
  }

  private static String bySuffix(String mediaType) {
    int plus = mediaType.lastIndexOf('+');
    return switch (plus < 0 ? "" : mediaType.substring(plus + 1)) {
      case "json" -> "json";
      case "safetensors" -> "safetensors";
      default -> "bin";
    };
  }
}
