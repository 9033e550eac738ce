package dev.codecsmith.lab.frames;

import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.measure.FrameTap;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.LastingFault;
import dev.codecsmith.video.Frame;
import dev.codecsmith.video.VideoFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A video that is decoded, or was: its frames lie one after the other in a file, without headers,
 * and those that are there can be read while the others are still to come.
 */
final class Decoding {
  private final CodedVideo video;
  private final Path file;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private int ready;
  private boolean ended;
  private Optional<Exception> fault = Optional.empty();
  private Optional<String> figures = Optional.empty();

  /**
   * @param file is made
   */
  Decoding(CodedVideo video, Path file) {
    this.video = video;
    this.file = file;
  }

  Path file() {
    return file;
  }

  /** Of all its frames. */
  long bytes() {
    return bytes(video);
  }

  static long bytes(CodedVideo video) {
    return video.clip().format().frameBytes() * video.clip().frames();
  }

  /** Decodes; called once, by the thread that does it. */
  void run(VideoDecoder decoder) {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      String csv = decoder.decode(video, (FrameTap) frame -> add(out, frame));
      end(Optional.empty(), Optional.of(csv));
    } catch (InterruptedException e) {
      end(Optional.of(new IOException("Codecsmith is ending.", e)), Optional.empty());
    } catch (CandidateFault | IOException | RuntimeException | Error e) {
      end(Optional.of(asException(e)), Optional.empty());
    }
  }

  private static Exception asException(Throwable fault) {
    return fault instanceof Exception exception && !(fault instanceof RuntimeException)
        ? exception
        : new IOException("It could not be decoded: " + fault + ".", fault);
  }

  private void add(FileChannel out, Frame frame) throws IOException {
    ByteBuffer samples = frame.samples().asByteBuffer();
    while (samples.hasRemaining()) {
      out.write(samples);
    }
    lock.lock();
    try {
      ready++;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void end(Optional<Exception> how, Optional<String> csv) {
    lock.lock();
    try {
      fault = how;
      figures = csv;
      ended = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing more will come. */
  boolean hasEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Whether another try may succeed: the machine failed, and not the program nor for good. */
  boolean mayBeTriedAgain() {
    lock.lock();
    try {
      return fault.isPresent()
          && !(fault.get() instanceof CandidateFault)
          && !(fault.get() instanceof LastingFault lasting && lasting.isLasting());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a frame is there. Frames that came before the program's decoder failed are given;
   * none is where all turned out to be others than were measured, or the machine failed.
   *
   * @return whether it is there in time
   */
  boolean await(int index, Duration patience)
      throws CandidateFault, IOException, InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (ready <= index && !ended && left > 0) {
        left = news.awaitNanos(left);
      }
      if (ready <= index || !(fault.isEmpty() || fault.get() instanceof CandidateFault)) {
        rethrow();
        return false;
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** A frame, as soon as it is there; empty if it is not in time. */
  Optional<Frame> frame(int index, Duration patience)
      throws CandidateFault, IOException, InterruptedException {
    return await(index, patience) ? Optional.of(read(index)) : Optional.empty();
  }

  /** How far it is; waits for its end. */
  FrameLibrary.Progress progress(Duration patience)
      throws CandidateFault, IOException, InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (!ended && left > 0) {
        left = news.awaitNanos(left);
      }
      rethrow();
      return new FrameLibrary.Progress(ready, figures);
    } finally {
      lock.unlock();
    }
  }

  /** What is thrown once more has the place from where it is asked for. */
  private void rethrow() throws CandidateFault, IOException {
    if (fault.isEmpty()) {
      return;
    }
    if (fault.get() instanceof CandidateFault program) {
      throw new CandidateFault(
          program.failure().kind(), program.failure().phase(), program.failure().message());
    }
    String sentence = String.valueOf(fault.get().getMessage());
    throw fault.get() instanceof LastingFault lasting && lasting.isLasting()
        ? InfrastructureException.lasting(sentence, fault.get())
        : new InfrastructureException(sentence, fault.get());
  }

  private Frame read(int index) throws IOException {
    VideoFormat format = video.clip().format();
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      return RawFrames.read(in, index * format.frameBytes(), index, format);
    }
  }
}
