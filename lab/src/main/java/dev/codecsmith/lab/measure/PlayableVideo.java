package dev.codecsmith.lab.measure;

import dev.codecsmith.video.Frame;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import dev.codecsmith.video.ffmpeg.FfmpegProcess;
import dev.codecsmith.video.y4m.Y4mWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes H.264 in MP4, which browsers play: 8-bit 4:2:0, a row or column repeated where a side is
 * odd, at a CRF at which loss is hardly seen.
 */
public final class PlayableVideo implements FrameTap {
  private final FfmpegProcess ffmpeg;
  private final Y4mWriter frames;
  private final int expected;
  private int written;

  /**
   * Starts an encoder; {@link #close} waits for it.
   *
   * @param file is made or overwritten
   * @param clip gives size and frame rate, and how many frames there will be
   */
  public PlayableVideo(Path file, Clip clip) throws IOException {
    expected = clip.frames();
    ffmpeg =
        Ffmpeg.bundled()
            .start(
                List.of(
                    "-loglevel",
                    "error",
                    "-y",
                    "-f",
                    "yuv4mpegpipe",
                    "-i",
                    "-",
                    "-vf",
                    even(clip.format()),
                    "-c:v",
                    "libx264",
                    "-preset",
                    "veryfast",
                    "-crf",
                    "14",
                    "-threads",
                    "1",
                    "-pix_fmt",
                    "yuv420p",
                    "-movflags",
                    "+faststart",
                    "-f",
                    "mp4",
                    file.toString()));
    frames = new Y4mWriter(new BufferedOutputStream(ffmpeg.stdin()), clip.format());
  }

  /** H.264 with 4:2:0 has even sides only. */
  private static String even(VideoFormat format) {
    int right = format.width() % 2;
    int bottom = format.height() % 2;
    return right + bottom == 0
        ? "null"
        : "pad=iw+%1$d:ih+%2$d,fillborders=right=%1$d:bottom=%2$d:mode=smear"
            .formatted(right, bottom);
  }

  @Override
  public void frame(Frame frame) throws IOException {
    frames.write(frame);
    written++;
  }

  /** Ends the video; one that lacks frames is given up. */
  @Override
  public void close() throws IOException {
    try (ffmpeg) {
      if (written == expected) {
        frames.close();
        ffmpeg.finish();
      }
    }
  }
}
