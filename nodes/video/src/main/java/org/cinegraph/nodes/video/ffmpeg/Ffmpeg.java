package org.cinegraph.nodes.video.ffmpeg;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/// The native libraries as a whole: where they are unpacked, that they are quiet, what they are.
///
/// Every class of this package calls [#load] before its first native call.
public final class Ffmpeg {
  private static final String CACHE = "org.bytedeco.javacpp.cachedir";
  private static final int MESSAGE_BYTES = 256;

  private Ffmpeg() {}

  /// Chooses the folder into which the libraries are unpacked (65 MB). Must come before the first
  /// use of the package; without it they go to `~/.javacpp/cache`.
  public static void unpackInto(Path folder) {
    System.setProperty(CACHE, folder.toString());
  }

  /// Makes the libraries ready; cheap after the first call.
  public static void load() {
    Loaded.touch();
  }

  /// Which libraries do the coding: an ingredient of a checkpoint's fingerprint.
  public static String build() {
    load();
    return "ffmpeg avcodec " + avcodec.avcodec_version() + " avutil " + avutil.avutil_version();
  }

  static int check(int code, String doing) throws MediaException {
    if (code < 0) {
      throw new MediaException(doing + ": " + message(code));
    }
    return code;
  }

  static String message(int code) {
    byte[] text = new byte[MESSAGE_BYTES];
    avutil.av_strerror(code, text, text.length);
    int length = 0;
    while (length < text.length && text[length] != 0) {
      length++;
    }
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }

  private static final class Loaded {
    static {
      // JavaCPP counts the whole process's memory, libtorch's too, against twice the heap and
      // refuses to allocate beyond; here everything that matters is freed by hand instead.
      System.setProperty("org.bytedeco.javacpp.maxBytes", "0");
      System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
      avutil.av_log_set_level(avutil.AV_LOG_ERROR);
    }

    static void touch() {}
  }
}
