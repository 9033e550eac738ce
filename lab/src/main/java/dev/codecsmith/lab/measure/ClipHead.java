package dev.codecsmith.lab.measure;

import dev.codecsmith.lab.WorkFolder;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.isolation.MountRights;
import dev.codecsmith.video.Frame;
import dev.codecsmith.video.FrameReader;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.y4m.Y4mWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/** The beginning of a clip as a clip of its own: its own file, name and SHA-256. */
public final class ClipHead {
  public static final int SMALL_WIDTH = 256;
  public static final int SMALL_HEIGHT = 160;

  private ClipHead() {}

  /**
   * The first frames, or all where the clip has no more.
   *
   * @param folder where the new file goes; it must outlive the clip
   */
  public static Clip of(Clip clip, int frames, WorkFolder folder) throws InfrastructureException {
    return cut(clip, frames, clip.format(), suffix(frames), folder);
  }

  /** What the first frames are called, as {@link #of} names them. */
  public static String name(Clip clip, int frames) {
    return clip.frames() <= frames ? clip.name() : clip.name() + suffix(frames);
  }

  private static String suffix(int frames) {
    return "-" + frames + "f";
  }

  /**
   * The middle of the first frames, at most 256x160, which a slow program codes in seconds whatever
   * the size of the clip.
   */
  public static Clip small(Clip clip, int frames, WorkFolder folder)
      throws InfrastructureException {
    VideoFormat format = clip.format();
    VideoFormat small =
        new VideoFormat(
            Math.min(format.width(), SMALL_WIDTH),
            Math.min(format.height(), SMALL_HEIGHT),
            format.pixelFormat(),
            format.frameRate());
    return cut(clip, frames, small, "-smoke", folder);
  }

  private static Clip cut(
      Clip clip, int frames, VideoFormat format, String suffix, WorkFolder folder)
      throws InfrastructureException {
    if (clip.frames() <= frames && format.equals(clip.format())) {
      return clip;
    }
    int count = Math.min(frames, clip.frames());
    Path file = folder.newFile();
    try (FrameReader reader = clip.open();
        DigestOutputStream hashed =
            new DigestOutputStream(
                new BufferedOutputStream(Files.newOutputStream(file)),
                DigestUtils.getSha256Digest())) {
      try (Y4mWriter writer = new Y4mWriter(hashed, format)) {
        for (int i = 0; i < count; i++) {
          Optional<Frame> frame = reader.next();
          if (frame.isEmpty()) {
            throw new IOException("it has fewer frames than when it was added");
          }
          writer.write(middle(frame.get(), format));
        }
      }
      MountRights.letProgramsRead(file);
      String sha256 = HexFormat.of().formatHex(hashed.getMessageDigest().digest());
      return new Clip(clip.name() + suffix, file, format, count, sha256);
    } catch (IOException e) {
      throw new InfrastructureException(
          "Cannot cut "
              + frames
              + " frames from the clip "
              + clip.name()
              + ": "
              + e.getMessage()
              + ".",
          e);
    }
  }

  private static Frame middle(Frame from, VideoFormat format) {
    if (format.equals(from.format())) {
      return from;
    }
    byte[] bytes = new byte[Math.toIntExact(format.frameBytes())];
    int at = 0;
    for (int plane = 0; plane < format.planes(); plane++) {
      int sampleBytes = format.pixelFormat().bytesPerSample();
      int row = format.planeWidth(plane) * sampleBytes;
      long sourceRow = (long) from.format().planeWidth(plane) * sampleBytes;
      int left = (from.format().planeWidth(plane) - format.planeWidth(plane)) / 2;
      int top = (from.format().planeHeight(plane) - format.planeHeight(plane)) / 2;
      MemorySegment source = from.plane(plane);
      for (int y = 0; y < format.planeHeight(plane); y++) {
        long begin = (top + y) * sourceRow + (long) left * sampleBytes;
        MemorySegment.copy(source, ValueLayout.JAVA_BYTE, begin, bytes, at, row);
        at += row;
      }
    }
    return Frame.copyOf(from.index(), format, bytes);
  }
}
