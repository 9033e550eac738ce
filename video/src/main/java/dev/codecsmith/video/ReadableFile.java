package dev.codecsmith.video;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What any video file must be before it is opened, in one sentence where it is not. */
public final class ReadableFile {

  private ReadableFile() {}

  /** What is said of a video without a frame. */
  public static VideoFormatException hasNoFrames(Path file) {
    return new VideoFormatException(file + " has no frames.");
  }

  /** Sees to it that there is a file with something in it. */
  public static void require(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new VideoFormatException("There is no file " + file + ".");
    }
    if (Files.isDirectory(file)) {
      throw new VideoFormatException(file + " is a folder, not a video file.");
    }
    if (!Files.isRegularFile(file)) {
      throw new VideoFormatException(file + " is not a regular file.");
    }
    if (!Files.isReadable(file)) {
      throw new VideoFormatException(file + " cannot be read: permission denied.");
    }
    if (Files.size(file) == 0) {
      throw new VideoFormatException(file + " is empty.");
    }
  }
}
