package org.cinegraph.nodes.video.ffmpeg;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avutil;

/// Settings of a coder or container by ffmpeg's names. One that it does not know is an error.
record Options(SequencedMap<String, String> values) {
  static Options none() {
    return new Options(new LinkedHashMap<>());
  }

  Options with(String name, String value) {
    SequencedMap<String, String> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new Options(more);
  }

  /// Hands the settings to a call that takes out what it understood.
  void apply(Call call, String doing) throws MediaException {
    AVDictionary dictionary = new AVDictionary(null);
    try {
      for (Map.Entry<String, String> value : values.entrySet()) {
        avutil.av_dict_set(dictionary, value.getKey(), value.getValue(), 0);
      }
      Ffmpeg.check(call.with(dictionary), doing);
      int unknown = avutil.av_dict_count(dictionary);
      if (unknown > 0) {
        throw new MediaException(
            doing + ": " + unknown + " of the settings " + values + " unknown");
      }
    } finally {
      avutil.av_dict_free(dictionary);
    }
  }

  @FunctionalInterface
  interface Call {
    int with(AVDictionary settings);
  }
}
