package org.cinegraph.bench.stack;

import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.javacpp.PointerPointer;

/// What a player is told of a movie, by ffmpeg.
///
/// @param picture of the one picture track
/// @param sound of the one sound track
/// @param colours primaries, transfer, matrix and range, as H.273 numbers them
/// @param frameSeconds the distances of shown frames that occur, shortest first
record MovieTracks(Track picture, Track sound, List<Integer> colours, List<Double> frameSeconds) {

  /// @param startSeconds when it is first shown or heard
  record Track(String codec, double startSeconds, double seconds) {}

  static MovieTracks read(Path movie) throws IOException {
    AVFormatContext context = new AVFormatContext(null);
    String name = movie.toString();
    if (avformat.avformat_open_input(context, name, (AVInputFormat) null, (AVDictionary) null) < 0
        || avformat.avformat_find_stream_info(context, (PointerPointer<?>) null) < 0) {
      throw new IOException("Not a movie: " + movie);
    }
    try {
      AVStream picture = only(context, AVMEDIA_TYPE_VIDEO);
      AVStream sound = only(context, AVMEDIA_TYPE_AUDIO);
      List<Integer> colours =
          List.of(
              picture.codecpar().color_primaries(),
              picture.codecpar().color_trc(),
              picture.codecpar().color_space(),
              picture.codecpar().color_range());
      return new MovieTracks(track(picture), track(sound), colours, frameSeconds(context, picture));
    } finally {
      avformat.avformat_close_input(context);
    }
  }

  /// The boxes of the file itself, in order.
  static List<String> boxes(Path movie) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(movie));
    List<String> names = new ArrayList<>();
    for (int at = 0; at + 8 <= bytes.limit(); at += bytes.getInt(at)) {
      names.add(new String(bytes.array(), at + 4, 4, StandardCharsets.ISO_8859_1));
    }
    return names;
  }

  private static AVStream only(AVFormatContext context, int kind) throws IOException {
    List<AVStream> found = new ArrayList<>();
    for (int i = 0; i < context.nb_streams(); i++) {
      if (context.streams(i).codecpar().codec_type() == kind) {
        found.add(context.streams(i));
      }
    }
    if (found.size() != 1) {
      throw new IOException("Expected one track of kind " + kind + ", found " + found.size());
    }
    return found.getFirst();
  }

  private static Track track(AVStream stream) {
    double tick = (double) stream.time_base().num() / stream.time_base().den();
    return new Track(
        avcodec.avcodec_get_name(stream.codecpar().codec_id()).getString(),
        stream.start_time() * tick,
        stream.duration() * tick);
  }

  private static List<Double> frameSeconds(AVFormatContext context, AVStream picture) {
    TreeSet<Long> shownAt = new TreeSet<>();
    AVPacket packet = avcodec.av_packet_alloc();
    while (avformat.av_read_frame(context, packet) >= 0) {
      if (packet.stream_index() == picture.index()) {
        shownAt.add(packet.pts());
      }
      avcodec.av_packet_unref(packet);
    }
    avcodec.av_packet_free(packet);
    double tick = (double) picture.time_base().num() / picture.time_base().den();
    TreeSet<Double> distances = new TreeSet<>();
    long before = shownAt.removeFirst();
    for (long at : shownAt) {
      distances.add((at - before) * tick);
      before = at;
    }
    return List.copyOf(distances);
  }
}
