package dev.codecsmith.lab.measure;

import dev.codecsmith.video.Frame;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.y4m.Y4mWriter;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps the decoded frames that stream by, where somebody asked for them. */
public interface FrameTap extends Closeable {

  void frame(Frame frame) throws IOException;

  @Override
  default void close() throws IOException {}

  static FrameTap none() {
    return frame -> {};
  }

  static FrameTap to(Path file, Clip clip) throws IOException {
    return new ToFile(file, clip);
  }

  /** One that shows each frame to a file's tap, which it closes, and to hashes. */
  static FrameTap both(FrameTap kept, FrameHashes hashes) {
    return new FrameTap() {
      @Override
      public void frame(Frame frame) throws IOException {
        kept.frame(frame);
        hashes.frame(frame);
      }

      @Override
      public void close() throws IOException {
        kept.close();
      }
    };
  }

  /** Opens one; again where a decoding begins anew, for which what was seen counts no longer. */
  @FunctionalInterface
  interface Opener {
    FrameTap open() throws IOException;
  }

  /** Writes a Y4M file. */
  final class ToFile implements FrameTap {
    private final Y4mWriter writer;

    ToFile(Path file, Clip clip) throws IOException {
      this.writer =
          new Y4mWriter(new BufferedOutputStream(Files.newOutputStream(file)), clip.format());
    }

    @Override
    public void frame(Frame frame) throws IOException {
      writer.write(frame);
    }

    @Override
    public void close() throws IOException {
      writer.close();
    }
  }
}
