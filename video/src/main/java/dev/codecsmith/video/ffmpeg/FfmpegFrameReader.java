package dev.codecsmith.video.ffmpeg;

import dev.codecsmith.video.Frame;
import dev.codecsmith.video.FrameReader;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.ReadableFile;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.VideoFormatException;
import dev.codecsmith.video.probe.PictureProperties;
import dev.codecsmith.video.y4m.Y4mHeader;
import dev.codecsmith.video.y4m.Y4mReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Reads a file through an ffmpeg process that decodes it to Y4M.
 *
 * <p>ffmpeg exits with 0 even where a file ended too early or frames were damaged, so any word it
 * says at its error level counts as a failure. A turn, a mirroring and a cropping that the file
 * asks for are done by it.
 */
final class FfmpegFrameReader implements FrameReader {
  /** What ffmpeg takes where a file says nothing. */
  private static final Rational GUESS_OF_FFMPEG = new Rational(25, 1);

  private final Path file;
  private final FfmpegProcess process;
  private final Y4mReader frames;
  private final PictureProperties properties;
  private final List<String> notes;
  private boolean any;
  private boolean ended;

  private FfmpegFrameReader(
      Path file,
      FfmpegProcess process,
      Y4mReader frames,
      PictureProperties properties,
      List<String> notes) {
    this.file = file;
    this.process = process;
    this.frames = frames;
    this.properties = properties;
    this.notes = List.copyOf(notes);
  }

  /**
   * Opens a file.
   *
   * @param most how many frames from the beginning will be read, for the rate at which they come
   */
  static FfmpegFrameReader open(Ffmpeg ffmpeg, Path file, OptionalInt most) throws IOException {
    Optional<SourceProbe> probe = SourceProbe.of(ffmpeg, file);
    List<String> notes = new ArrayList<>();
    if (probe.isPresent()) {
      probe.get().requireUsable();
      notes.addAll(probe.get().changes());
    }
    FfmpegProcess process = ffmpeg.start(arguments(file));
    try {
      process.stdin().close();
      InputStream output = new BufferedInputStream(process.stdout());
      if (!hasMore(output)) {
        throw FfmpegFailure.explain(file, process, process.waitFor());
      }
      Y4mReader frames = y4m(file, output, header -> format(header, probe, most, notes::add));
      return new FfmpegFrameReader(
          file,
          process,
          frames,
          probe.map(found -> found.stream().properties()).orElse(frames.header().properties()),
          notes);
    } catch (IOException e) {
      process.close();
      throw e;
    }
  }

  private static Y4mReader y4m(Path file, InputStream output, Y4mReader.FormatRule rule)
      throws IOException {
    try {
      return Y4mReader.open(output, rule);
    } catch (VideoFormatException e) {
      throw new VideoFormatException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean hasMore(InputStream in) throws IOException {
    in.mark(1);
    boolean more = in.read() >= 0;
    in.reset();
    return more;
  }

  /** The header's format at the rate at which the frames really come. */
  private static VideoFormat format(
      Y4mHeader header, Optional<SourceProbe> probe, OptionalInt most, Consumer<String> notes)
      throws IOException {
    Rational guess = header.frameRate().orElse(GUESS_OF_FFMPEG);
    if (probe.isEmpty()) {
      return Y4mReader.formatAt(header, guess);
    }
    SourceProbe.FrameRate rate = probe.get().frameRate(guess, most);
    rate.note().ifPresent(notes);
    return Y4mReader.formatAt(header, rate.rate());
  }

  private static List<String> arguments(Path file) {
    return List.of(
        "-v",
        "error",
        "-nostdin",
        "-xerror",
        "-err_detect",
        "crccheck+explode",
        // A playlist must not make ffmpeg fetch anything.
        "-protocol_whitelist",
        "file",
        "-i",
        "file:" + file.toAbsolutePath(),
        // The first video stream that is not the cover picture of a sound file.
        "-map",
        "0:V:0",
        // Frame N stands at N seconds whatever its time stamp was, so that none is too near another
        // for the output. Where the video changes its format in the middle, ffmpeg begins to count
        // anew and fails, instead of converting silently.
        "-vf",
        "settb=1,setpts=N",
        "-fps_mode",
        "passthrough",
        "-noautoscale",
        "-strict",
        "-1",
        "-f",
        "yuv4mpegpipe",
        "-");
  }

  @Override
  public VideoFormat format() {
    return frames.format();
  }

  @Override
  public PictureProperties properties() {
    return properties;
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public Optional<Frame> next() throws IOException {
    if (ended) {
      return Optional.empty();
    }
    Optional<Frame> frame;
    try {
      frame = frames.next();
    } catch (VideoFormatException e) {
      ended = true;
      process.stdout().transferTo(OutputStream.nullOutputStream());
      throw FfmpegFailure.damaged(file, process, process.waitFor(), e);
    }
    if (frame.isEmpty()) {
      ended = true;
      int code = process.waitFor();
      if (code != 0 || !process.firstWords().isEmpty()) {
        throw FfmpegFailure.damaged(
            file, process, code, new VideoFormatException("The frames end there."));
      }
      if (!any) {
        throw ReadableFile.hasNoFrames(file);
      }
      return frame;
    }
    any = true;
    return frame;
  }

  @Override
  public void close() throws IOException {
    ended = true;
    process.close();
    frames.close();
  }
}
