package dev.codecsmith.video.ffmpeg;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A running ffmpeg. Closing it kills it if it still runs. */
public final class FfmpegProcess implements Closeable {
  private static final int KEPT_BYTES = 1 << 14;
  private static final int SHOWN_LINES = 3;

  /** Lines in which ffmpeg only passes on that something else went wrong. */
  private static final Pattern ECHO =
      Pattern.compile(
          ".*Task finished with error code.*|.*Terminating thread with return code.*"
              + "|Last message repeated.*|Error opening input file.*|Error opening output file.*"
              + "|Conversion failed!");

  private final List<String> command;
  private final Process process;
  private final Thread errorDrain;
  private final ByteArrayOutputStream firstErrors = new ByteArrayOutputStream();
  private byte[] lastErrors = new byte[0];

  FfmpegProcess(List<String> command, Process process) {
    this.command = List.copyOf(command);
    this.process = process;
    errorDrain = Thread.ofPlatform().daemon().name("ffmpeg-stderr").start(this::drainErrors);
  }

  /** The program and its arguments. */
  public List<String> command() {
    return command;
  }

  /** What is written here the program reads on its standard input; close it to end the input. */
  public OutputStream stdin() {
    return process.getOutputStream();
  }

  /** The program's standard output. */
  public InputStream stdout() {
    return process.getInputStream();
  }

  /**
   * Waits until the program has ended and all of its standard error was read. Its standard output
   * must be read to the end before, or it may never end.
   *
   * @return its exit code
   */
  public int waitFor() throws FfmpegException {
    try {
      int code = process.waitFor();
      errorDrain.join();
      return code;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new FfmpegException("Interrupted while ffmpeg was running.", e);
    }
  }

  /**
   * As {@link #waitFor()}.
   *
   * @throws FfmpegException if the exit code is not 0, with the end of what the program said
   */
  public void finish() throws FfmpegException {
    int code = waitFor();
    if (code != 0) {
      throw new FfmpegException(
          "ffmpeg ended with exit code %d: %s. It was run as: %s"
              .formatted(code, lastWords(), String.join(" ", command)));
    }
  }

  /**
   * The last lines the program wrote to standard error so far, as one line for a sentence; the
   * program's own addresses in memory are left out.
   */
  public String lastWords() {
    List<String> lines = lines(errors(false));
    return lines.isEmpty()
        ? "it said nothing"
        : String.join("; ", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
  }

  /** The first lines the program wrote to standard error so far; empty if there are none. */
  List<String> firstWords() {
    List<String> lines = lines(errors(true));
    return lines.subList(0, Math.min(lines.size(), SHOWN_LINES));
  }

  /** Whether the program wrote something to standard error early on. */
  boolean said(String words) {
    return errors(true).contains(words);
  }

  /** Kills the program if it still runs. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (AutoCloseable stream :
        List.of(process.getOutputStream(), process.getInputStream(), process.getErrorStream())) {
      closeQuietly(stream);
    }
  }

  private static void closeQuietly(AutoCloseable stream) {
    try {
      stream.close();
    } catch (Exception e) {
      // The program is gone; what could not be handed to it is of no interest.
    }
  }

  private void drainErrors() {
    byte[] piece = new byte[4096];
    try (InputStream errors = process.getErrorStream()) {
      for (int got = errors.read(piece); got >= 0; got = errors.read(piece)) {
        keep(piece, got);
      }
    } catch (IOException e) {
      // Closing the process while it still speaks ends the stream so.
    }
  }

  private synchronized void keep(byte[] piece, int length) {
    firstErrors.write(piece, 0, Math.min(length, KEPT_BYTES - firstErrors.size()));
    byte[] joined = Arrays.copyOf(lastErrors, lastErrors.length + length);
    System.arraycopy(piece, 0, joined, lastErrors.length, length);
    lastErrors = Arrays.copyOfRange(joined, Math.max(0, joined.length - KEPT_BYTES), joined.length);
  }

  private synchronized String errors(boolean first) {
    return new String(first ? firstErrors.toByteArray() : lastErrors, StandardCharsets.UTF_8);
  }

  private static List<String> lines(String errors) {
    return errors
        .lines()
        .flatMap(line -> Arrays.stream(line.split("\r", -1)))
        .map(line -> line.replaceAll(" @ 0x[0-9a-f]+", "").strip())
        .filter(line -> !line.isEmpty() && !ECHO.matcher(line).matches())
        .map(line -> line.replaceFirst("[.]$", ""))
        .distinct()
        .collect(Collectors.toList());
  }
}
