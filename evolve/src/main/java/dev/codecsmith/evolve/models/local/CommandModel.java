package dev.codecsmith.evolve.models.local;

import dev.codecsmith.evolve.models.AttemptReply;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelException.Kind;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.retry.AttemptFault;
import dev.codecsmith.evolve.models.retry.CallPolicy;
import dev.codecsmith.evolve.models.retry.CallRetry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Any program as a model: the prompt on its standard input, the reply on its standard output, which
 * may be written by processes that it has started. It runs with the user's rights and environment,
 * because it is the user's own. A program that fails is not asked again by itself: it knows best
 * what is worth retrying.
 *
 * <p>The reply has ended when the program has and no process holds its standard output any more.
 * Where one still does a while later, the call fails, since nobody can tell what is missing. What
 * the program leaves running in its session is killed.
 */
public final class CommandModel implements LanguageModel {
  // ENOENT and EACCES, as the JDK words them.
  private static final Pattern NO_SUCH_PROGRAM = Pattern.compile("error[:=] ?(?:2|13)\\b");
  private static final int MOST_REPLY_BYTES = 16 << 20;
  private static final int STDERR_TAIL_BYTES = 4 << 10;

  private final String name;
  private final List<String> command;
  private final Path directory;
  private final Duration deadline;
  private final Duration afterEnd;
  private final CallRetry retries;

  /**
   * @param name what the model is called
   * @param command program and arguments
   * @param directory where it runs
   * @param deadline a program that has not ended after this long is killed with all its children;
   *     its output must end within {@link CommandSession#AFTER_END} of the program's end
   */
  public CommandModel(
      String name, List<String> command, Path directory, Duration deadline, CallPolicy policy) {
    this(name, command, directory, deadline, CommandSession.AFTER_END, policy);
  }

  CommandModel(
      String name,
      List<String> command,
      Path directory,
      Duration deadline,
      Duration afterEnd,
      CallPolicy policy) {
    this.name = name;
    this.command = List.copyOf(command);
    this.directory = directory;
    this.deadline = deadline;
    this.afterEnd = afterEnd;
    this.retries = new CallRetry(name, name, "the command " + command.getFirst(), policy);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ModelReply ask(ModelRequest request) throws ModelException, InterruptedException {
    return retries.ask(request, this::run);
  }

  private AttemptReply run(ModelRequest request) throws AttemptFault, InterruptedException {
    try (CommandSession session = start()) {
      Process process = session.process();
      OutputCollector reply = OutputCollector.head(session.output(), MOST_REPLY_BYTES + 1);
      OutputCollector complaint = OutputCollector.tail(session.errors(), STDERR_TAIL_BYTES);
      byte[] prompt = request.asText().getBytes(StandardCharsets.UTF_8);
      Thread.ofVirtual().start(() -> write(process.getOutputStream(), prompt));
      if (!process.waitFor(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
        throw fault("it gave no reply within %s and was killed".formatted(seconds(deadline)));
      }
      if (process.exitValue() != 0) {
        session.kill();
        throw failed(process.exitValue(), complaint);
      }
      if (!reply.hasEnded(afterEnd)) {
        throw fault(
            "it ended, but %s later a process that it had started still held its standard output, so that the end of its reply is not known; let the command wait for what it starts, or send the output of that elsewhere"
                .formatted(seconds(afterEnd)));
      }
      byte[] bytes = reply.kept();
      if (bytes.length > MOST_REPLY_BYTES) {
        throw fault("its reply is longer than " + (MOST_REPLY_BYTES >> 20) + " MiB");
      }
      String text = new String(bytes, StandardCharsets.UTF_8);
      return new AttemptReply(
          text, "", AttemptReply.normalEnd(text), Optional.empty(), Optional.empty(), name, "");
    }
  }

  private CommandSession start() throws AttemptFault {
    try {
      return CommandSession.start(new ProcessBuilder(command).directory(directory.toFile()));
    } catch (IOException e) {
      // A machine short of processes or memory is no reason to give up.
      boolean missing = NO_SUCH_PROGRAM.matcher(String.valueOf(e.getMessage())).find();
      throw fault(
          missing ? Kind.COMMAND_MISSING : Kind.COMMAND_FAILED,
          "it cannot be started (%s)%s"
              .formatted(e.getMessage(), missing ? "; put right the command" : ""));
    }
  }

  /**
   * @param complaint of a program all of whose processes are gone, or it may last for ever
   */
  private AttemptFault failed(int code, OutputCollector complaint) throws InterruptedException {
    boolean _ = complaint.hasEnded(afterEnd);
    String said = new String(complaint.kept(), StandardCharsets.UTF_8).strip();
    boolean lasting = ShellExit.isLasting(code);
    return fault(
        lasting ? Kind.COMMAND_MISSING : Kind.COMMAND_FAILED,
        "it ended with exit code %d%s and said %s%s"
            .formatted(
                code,
                ShellExit.meaning(code),
                said.isEmpty() ? "nothing" : "«" + said + "»",
                lasting ? "; put right the command" : ""));
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() / 1000.0 + " s";
  }

  /** A program that closes its input early has still a right to be heard. */
  private static void write(OutputStream input, byte[] prompt) {
    try (input) {
      input.write(prompt);
    } catch (IOException closedByTheProgram) {
      return;
    }
  }

  private static AttemptFault fault(String sentence) {
    return fault(Kind.COMMAND_FAILED, sentence);
  }

  private static AttemptFault fault(Kind kind, String sentence) {
    return new AttemptFault(kind, sentence, Optional.empty(), Optional.empty(), null);
  }
}
