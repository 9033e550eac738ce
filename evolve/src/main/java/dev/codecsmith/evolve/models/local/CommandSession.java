package dev.codecsmith.evolve.models.local;

import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.host.TemporaryFolders;
import dev.codecsmith.sandbox.posix.Child;
import dev.codecsmith.sandbox.posix.NamedPipe;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A command of the user's and all that it starts, in a session of its own, so that all of it can be
 * ended together.
 *
 * <p>Its standard output comes through a named pipe, which ends when no process holds it any more.
 * The JDK's own pipe is closed as soon as the command itself has ended: what a process writes then
 * that the command has started and not waited for, such as a filter of its output, would be lost,
 * and the rest look whole.
 */
public final class CommandSession implements AutoCloseable {
  /**
   * How long the output may go on once the command has ended: longer than a busy machine takes to
   * read what was written.
   */
  public static final Duration AFTER_END = Duration.ofSeconds(30);

  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final Process process;
  private final FileChannel output;
  private final boolean grouped;

  private CommandSession(Process process, FileChannel output, boolean grouped) {
    this.process = process;
    this.output = output;
    this.grouped = grouped;
  }

  /**
   * Starts a command in the locale of who started us.
   *
   * @param command whose standard output goes where nothing else has been said
   */
  public static CommandSession start(ProcessBuilder command) throws IOException {
    Path folder = TemporaryFolders.create("command");
    try {
      Path pipe = NamedPipe.create(folder.resolve("output"));
      // Open for both, it lets either end be opened without waiting for the other.
      try (FileChannel _ =
          FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        return start(command, pipe);
      }
    } finally {
      Folders.remove(folder);
    }
  }

  private static CommandSession start(ProcessBuilder command, Path pipe) throws IOException {
    boolean grouped = Files.isExecutable(SETSID);
    if (grouped) {
      List<String> words = new ArrayList<>(List.of(SETSID.toString()));
      words.addAll(command.command());
      command.command(words);
    }
    FileChannel output = FileChannel.open(pipe, StandardOpenOption.READ);
    boolean started = false;
    try {
      Process process = CallersLocale.in(command).redirectOutput(pipe.toFile()).start();
      started = true;
      return new CommandSession(process, output, grouped);
    } finally {
      if (!started) {
        output.close();
      }
    }
  }

  /** The command itself. */
  public Process process() {
    return process;
  }

  /** What the command and all that it has started write on standard output. */
  public InputStream output() {
    return Channels.newInputStream(output);
  }

  /**
   * Kills the command and whatever it has left running. Only what has put itself into another
   * session outlives it, unless the command is still its ancestor.
   */
  public void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    if (grouped) {
      Child.killGroup(process.pid());
    }
  }

  /** Kills, and ends whoever still reads the output. */
  @Override
  public void close() {
    kill();
    try {
      output.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the pipe of a command cannot be closed", e);
    }
  }
}
