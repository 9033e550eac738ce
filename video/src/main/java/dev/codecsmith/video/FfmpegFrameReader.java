package dev.codecsmith.video;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads a file through an ffmpeg process that decodes it to Y4M.
 *
 * <p>ffmpeg exits with 0 even where a file ended too early or frames were damaged, so any word it
 * says at its error level counts as a failure.
 */
final class FfmpegFrameReader implements FrameReader {
  private final Path file;
  private final FfmpegProcess process;
  private final Y4mReader frames;
  private boolean any;
  private boolean ended;

  private FfmpegFrameReader(Path file, FfmpegProcess process, Y4mReader frames) {
    this.file = file;
    this.process = process;
    this.frames = frames;
  }

  static FfmpegFrameReader open(Ffmpeg ffmpeg, Path file) throws IOException {
    FfmpegProcess process = ffmpeg.start(arguments(file));
    try {
      process.stdin().close();
      return new FfmpegFrameReader(file, process, Y4mReader.open(process.stdout()));
    } catch (VideoFormatException e) {
      int code = process.waitFor();
      process.close();
      throw FfmpegFailure.explain(ffmpeg, file, process, code, e);
    } catch (IOException e) {
      process.close();
      throw e;
    }
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
        "-noautorotate",
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
        throw VideoFiles.hasNoFrames(file);
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
