package dev.codecsmith.evolve.models.local;

import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.host.TemporaryFolders;
import dev.codecsmith.sandbox.posix.NamedPipe;
import dev.codecsmith.sandbox.posix.Session;
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
 * <p>Its standard output and standard error come through named pipes, which end when no process
 * holds them any more. The JDK's own pipes are closed as soon as the command itself has ended: what
 * a process writes then that the command has started and not waited for, such as a filter of its
 * output, would be lost, and the rest look whole.
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
  private final FileChannel errors;
  private final boolean ownSession;

  private CommandSession(
      Process process, FileChannel output, FileChannel errors, boolean ownSession) {
    this.process = process;
    this.output = output;
    this.errors = errors;
    this.ownSession = ownSession;
  }

  /**
   * Starts a command in the locale of who started us.
   *
   * @param command whose standard output and standard error go where nothing else has been said
   *     but, perhaps, that they are one
   */
  public static CommandSession start(ProcessBuilder command) throws IOException {
    Path folder = TemporaryFolders.create("command");
    try {
      Path output = NamedPipe.create(folder.resolve("output"));
      Path errors = NamedPipe.create(folder.resolve("errors"));
      try (FileChannel _ = openedForBoth(output);
          FileChannel _ = openedForBoth(errors)) {
        return start(command, output, errors);
      }
    } finally {
      Folders.remove(folder);
    }
  }

  /** Lets either end of a pipe be opened without waiting for the other. */
  private static FileChannel openedForBoth(Path pipe) throws IOException {
    return FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static CommandSession start(ProcessBuilder command, Path output, Path errors)
      throws IOException {
    boolean ownSession = Files.isExecutable(SETSID);
    if (ownSession) {
      List<String> words = new ArrayList<>(List.of(SETSID.toString()));
      words.addAll(command.command());
      command.command(words);
    }
    command.redirectOutput(output.toFile());
    if (!command.redirectErrorStream()) {
      command.redirectError(errors.toFile());
    }
    List<FileChannel> ends = new ArrayList<>();
    boolean started = false;
    try {
      ends.add(FileChannel.open(output, StandardOpenOption.READ));
      ends.add(FileChannel.open(errors, StandardOpenOption.READ));
      Process process = CallersLocale.in(command).start();
      started = true;
      return new CommandSession(process, ends.getFirst(), ends.getLast(), ownSession);
    } finally {
      if (!started) {
        for (FileChannel end : ends) {
          end.close();
        }
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

  /** The same of standard error; nothing where that is one with the output. */
  public InputStream errors() {
    return Channels.newInputStream(errors);
  }

  /**
   * Kills the command and whatever it has left running, in whatever process group. Only what has
   * put itself into another session outlives it, unless the command is still its ancestor.
   */
  public void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    if (ownSession) {
      Session.kill(process.toHandle());
    }
  }

  /** Kills, and ends whoever still reads. */
  @Override
  public void close() {
    kill();
    try (errors) {
      output.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the pipe of a command cannot be closed", e);
    }
  }
}
