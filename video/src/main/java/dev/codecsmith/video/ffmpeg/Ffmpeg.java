package dev.codecsmith.video.ffmpeg;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ffmpeg program, run as a process: no shell, and nothing of this process's environment.
 *
 * <p>It starts in some 10 ms; the first use on a machine unpacks it, which takes about a second.
 */
public final class Ffmpeg {
  private static final String LIBRARY_PATH = "LD_LIBRARY_PATH";
  private static final int TEXT_FILE_BUSY_TRIES = 50;
  private static final long TEXT_FILE_BUSY_PAUSE_MILLIS = 20;

  private static @Nullable Ffmpeg bundled;

  private final Path folder;
  private @Nullable String version;

  private Ffmpeg(Path folder) {
    this.folder = folder;
  }

  /**
   * The program that comes with the library {@code org.bytedeco:ffmpeg}, a GPL build with x264,
   * x265, SVT-AV1, libaom and libvpx. It is unpacked on first use below {@link
   * CacheFolder#ofTheUser}.
   *
   * @throws FfmpegException if there is none for this platform or it cannot be unpacked
   */
  public static synchronized Ffmpeg bundled() throws FfmpegException {
    Ffmpeg known = bundled;
    if (known == null) {
      try {
        known = new Ffmpeg(FfmpegBundle.unpacked(CacheFolder.ofTheUser()));
      } catch (FfmpegException e) {
        throw e;
      } catch (IOException e) {
        throw new FfmpegException(String.valueOf(e.getMessage()), e);
      }
      bundled = known;
    }
    return known;
  }

  /** The program file. To run it without this class, {@link #environment()} is needed. */
  public Path path() {
    return folder.resolve("ffmpeg");
  }

  /** The whole environment that the program needs: where its libraries are. */
  public Map<String, String> environment() {
    return Map.of(LIBRARY_PATH, folder.toString());
  }

  /** The program's version, such as {@code 8.1.2}. */
  public synchronized String version() throws IOException {
    String known = version;
    if (known == null) {
      String text = run(List.of("-version"));
      String[] words = text.split(" ", 4);
      if (words.length < 4 || !text.startsWith("ffmpeg version ")) {
        throw new FfmpegException("ffmpeg -version should say a version, it said: " + text);
      }
      known = words[2];
      version = known;
    }
    return known;
  }

  /**
   * Starts ffmpeg with the given arguments. Its standard input, output and error are pipes: write
   * to {@link FfmpegProcess#stdin()} and close it (or only close it), read {@link
   * FfmpegProcess#stdout()} to the end, then call {@link FfmpegProcess#finish()}.
   *
   * @throws FfmpegException if the program cannot be started
   */
  public FfmpegProcess start(List<String> arguments) throws IOException {
    return start("ffmpeg", arguments);
  }

  /**
   * Runs ffmpeg with the given arguments and nothing on its standard input.
   *
   * @return what it wrote to standard output, as UTF-8
   * @throws FfmpegException if it cannot be started or exits with anything but 0
   */
  public String run(List<String> arguments) throws IOException {
    return run("ffmpeg", arguments);
  }

  /** As {@link #run}, with the program ffprobe. */
  String probe(List<String> arguments) throws IOException {
    return run("ffprobe", arguments);
  }

  private String run(String program, List<String> arguments) throws IOException {
    try (FfmpegProcess process = start(program, arguments)) {
      process.stdin().close();
      String output = new String(process.stdout().readAllBytes(), StandardCharsets.UTF_8);
      process.finish();
      return output;
    }
  }

  private FfmpegProcess start(String program, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(folder.resolve(program).toString());
    command.add("-hide_banner");
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment());
    for (int tries = 1; ; tries++) {
      try {
        return new FfmpegProcess(command, builder.start());
      } catch (IOException e) {
        // A process forked by another thread while the program was being unpacked holds it open for
        // writing until its own exec; the kernel then refuses to start the program.
        boolean busy = String.valueOf(e.getMessage()).contains("Text file busy");
        if (!busy || tries == TEXT_FILE_BUSY_TRIES) {
          throw new FfmpegException(
              "The bundled ffmpeg could not be started: "
                  + e.getMessage()
                  + ". If its folder is on a file system that forbids programs, name another with"
                  + " CODECSMITH_CACHE.",
              e);
        }
        pause();
      }
    }
  }

  private static void pause() throws FfmpegException {
    try {
      Thread.sleep(TEXT_FILE_BUSY_PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FfmpegException("Interrupted before ffmpeg was started.", e);
    }
  }
}
