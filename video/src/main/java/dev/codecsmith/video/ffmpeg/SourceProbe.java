package dev.codecsmith.video.ffmpeg;

import dev.codecsmith.video.ChromaFormat;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormatException;
import dev.codecsmith.video.probe.FrameTimes;
import dev.codecsmith.video.probe.Orientation;
import dev.codecsmith.video.probe.ProbedStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Asks ffprobe what a file holds, before and beside its decoding. */
final class SourceProbe {
  private static final List<String> STREAM =
      List.of("-v", "error", "-protocol_whitelist", "file", "-select_streams", "V:0");

  private final Ffmpeg ffmpeg;
  private final Path file;
  private final ProbedStream stream;

  private SourceProbe(Ffmpeg ffmpeg, Path file, ProbedStream stream) {
    this.ffmpeg = ffmpeg;
    this.file = file;
    this.stream = stream;
  }

  /**
   * The frame rate of a file.
   *
   * @param note a sentence where the frames are not evenly spaced
   */
  record FrameRate(Rational rate, Optional<String> note) {}

  /** Looks into a file; empty if ffprobe finds no video stream in it. */
  static Optional<SourceProbe> of(Ffmpeg ffmpeg, Path file) throws IOException {
    try {
      return ProbedStream.parse(probe(ffmpeg, file, ProbedStream.ARGUMENTS))
          .map(stream -> new SourceProbe(ffmpeg, file, stream));
    } catch (FfmpegException e) {
      // Decoding meets the same fault and tells it better.
      return Optional.empty();
    }
  }

  ProbedStream stream() {
    return stream;
  }

  /** Refuses what would not come as it was coded. */
  void requireUsable() throws VideoFormatException {
    if (stream.isText()) {
      throw new VideoFormatException(file + " is a text file, not a video.");
    }
    Optional<PixelFormat> format = Optional.empty();
    if (stream.pixelFormat().isPresent()) {
      format = Optional.of(UnusableFormat.require(file, stream.pixelFormat().get()));
    }
    Orientation orientation = stream.orientation();
    boolean keepsSamples =
        orientation.isRightAngled()
            && !(orientation.swapsSides()
                && format.map(PixelFormat::chroma).equals(Optional.of(ChromaFormat.YUV422)));
    if (!keepsSamples) {
      throw new VideoFormatException(
          ("%s asks to be shown %s, which cannot be done%s without making new samples: convert it"
                  + " first, for example: ffmpeg -i %s -pix_fmt yuv420p turned.y4m")
              .formatted(
                  file,
                  orientation.words(),
                  orientation.isRightAngled() ? " in 4:2:2" : "",
                  file.getFileName()));
    }
  }

  /** What is done to the pictures on the file's own demand, each a sentence. */
  List<String> changes() {
    List<String> changes = new ArrayList<>();
    if (!stream.orientation().isUpright()) {
      changes.add(
          file + " asks to be shown " + stream.orientation().words() + ", and that was done.");
    }
    stream
        .cropping()
        .ifPresent(
            cut -> changes.add(file + " asks to be cropped, " + cut + ", and that was done."));
    if (stream.hasAlphaBeside()) {
      changes.add(file + " has alpha beside its pictures, and that is left out.");
    }
    return changes;
  }

  /**
   * The rate at which the frames come: the even one if there is one, or else frames over duration.
   *
   * @param guess ffmpeg's
   * @param most how many frames from the beginning are meant
   */
  FrameRate frameRate(Rational guess, OptionalInt most) throws IOException {
    Optional<FrameTimes> packets = times(FrameTimes.Source.PACKETS, most);
    if (packets.isEmpty()) {
      return new FrameRate(guess, Optional.empty());
    }
    Optional<Rational> even = evenRate(packets.get(), guess);
    if (even.isPresent()) {
      return new FrameRate(even.get(), Optional.empty());
    }
    // A packet may hold half a frame or none that is shown, so the frames decide.
    Optional<FrameTimes> frames = times(FrameTimes.Source.FRAMES, most);
    if (frames.isEmpty()) {
      return new FrameRate(guess, Optional.empty());
    }
    Optional<Rational> evenFrames = evenRate(frames.get(), guess);
    return evenFrames.isPresent()
        ? new FrameRate(evenFrames.get(), Optional.empty())
        : uneven(frames.get());
  }

  private Optional<Rational> evenRate(FrameTimes times, Rational guess) {
    Rational steady = Rational.near(times.steadyRate(), times::areEvenAt);
    return Stream.of(
            Stream.of(guess),
            stream.rate("r_frame_rate").map(Rational::parse).stream(),
            stream.rate("avg_frame_rate").map(Rational::parse).stream(),
            Stream.of(steady))
        .flatMap(rates -> rates)
        .filter(rate -> times.areEvenAt(rate.toDouble()))
        .findFirst();
  }

  private FrameRate uneven(FrameTimes times) {
    double mean = times.meanRate();
    Rational rate = Rational.near(mean, near -> Math.abs(near - mean) < 1e-9 * mean);
    return new FrameRate(
        rate,
        Optional.of(
            String.format(
                Locale.ROOT,
                "%s has a variable frame rate: its frames are not evenly spaced but %s. Its rate is"
                    + " taken as frames over duration, %d in %.3f s or %.3f fps.",
                file,
                times.spacing(),
                times.count(),
                times.duration(),
                mean)));
  }

  private Optional<FrameTimes> times(FrameTimes.Source source, OptionalInt most)
      throws IOException {
    try {
      return FrameTimes.parse(source, probe(ffmpeg, file, source.arguments()), stream, most);
    } catch (FfmpegException e) {
      return Optional.empty();
    }
  }

  private static String probe(Ffmpeg ffmpeg, Path file, List<String> question) throws IOException {
    List<String> arguments = new ArrayList<>(STREAM);
    arguments.addAll(question);
    arguments.add("file:" + file.toAbsolutePath());
    return ffmpeg.probe(arguments);
  }
}
