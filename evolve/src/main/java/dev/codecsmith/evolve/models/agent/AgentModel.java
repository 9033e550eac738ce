package dev.codecsmith.evolve.models.agent;

import dev.codecsmith.evolve.edits.ReplyWriter;
import dev.codecsmith.evolve.models.Attempt;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelException.Kind;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelReplyBuilder;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.StopReason;
import dev.codecsmith.evolve.models.local.CommandSession;
import dev.codecsmith.evolve.models.local.OutputCollector;
import dev.codecsmith.evolve.models.local.ShellExit;
import dev.codecsmith.evolve.models.retry.CallPolicy;
import dev.codecsmith.sandbox.PlainText;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.host.TemporaryFolders;
import dev.codecsmith.sandbox.program.InvalidProgramException;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.program.ProgramManifest;
import dev.codecsmith.store.events.CampaignEvent.ModelCalled;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A coding agent's program as a model. It gets a folder: the question as {@code TASK.md}, the
 * request's files, and executables {@code ./evaluate} and {@code ./score} that measure what lies in
 * {@code program/} and what the agent decoded itself. What lies there when it ends is the answer,
 * written as a reply that holds the whole program, so that the record of the call gives the same
 * program again without the agent. That holds however it ended: agents stop with an error at limits
 * of their own, too. Only one that ends with another exit code than 0 and leaves no program, or the
 * one that it was given, has failed.
 *
 * <p>The agent runs with the user's rights and environment and outside of any sandbox, because it
 * is the user's own. Its folder is a temporary one of its own and is removed afterwards. It may
 * leave {@code NOTES.md}, which becomes the reply's words; without that the end of its output does.
 * What it leaves running in its session is killed when it ends. What it uses is unknown unless it
 * leaves {@code usage.json} (see {@link AgentUsage}).
 */
public final class AgentModel implements LanguageModel {
  /** The folder that holds the program in a workspace. */
  public static final String PROGRAM = "program";

  private static final String PARENT = "parents/1/";
  private static final int OUTPUT_TAIL_BYTES = 16 << 10;
  private static final int NOTES_CHARS = 8_000;
  private static final int WORDS_FROM_OUTPUT = 2_000;

  private final AgentSettings settings;
  private final WorkspaceEvaluation evaluation;
  private final CallPolicy policy;

  /**
   * @param evaluation what {@code ./evaluate} and {@code ./score} do; one at a time
   */
  public AgentModel(AgentSettings settings, WorkspaceEvaluation evaluation, CallPolicy policy) {
    this.settings = settings;
    this.evaluation = evaluation;
    this.policy = policy;
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public ModelReply ask(ModelRequest request) throws ModelException, InterruptedException {
    policy.events().send(new ModelCalled(name(), request.slot(), Optional.of(settings.deadline())));
    return work(request);
  }

  private ModelReply work(ModelRequest request) throws ModelException, InterruptedException {
    long begin = policy.clock().nanoTime();
    try {
      Path workspace = TemporaryFolders.create("agent");
      try {
        fill(workspace, request);
        Optional<String> given = programHash(workspace);
        Ended ended = run(workspace, parent(request));
        Optional<String> left = programHash(workspace);
        boolean failed = ended.fault().isPresent() && (left.isEmpty() || left.equals(given));
        Attempt attempt =
            attempt(
                workspace,
                failed ? ended.fault() : OptionalInt.empty(),
                Duration.ofNanos(policy.clock().nanoTime() - begin));
        if (failed) {
          throw failed(ended, attempt);
        }
        try {
          return reply(workspace, ended.words(), attempt);
        } catch (IOException e) {
          // What the agent took is known, and counts.
          throw new ModelException(
              Kind.COMMAND_FAILED,
              "What %s left cannot be read: %s".formatted(name(), e.getMessage()),
              List.of(attempt),
              e);
        }
      } finally {
        Folders.remove(workspace);
      }
    } catch (IOException e) {
      throw new ModelException(
          Kind.COMMAND_FAILED,
          "The workspace of %s cannot be used: %s".formatted(name(), e.getMessage()),
          e);
    }
  }

  private void fill(Path workspace, ModelRequest request) throws IOException {
    Files.createDirectory(workspace.resolve(PROGRAM));
    for (Map.Entry<String, String> file : request.files().entrySet()) {
      Path path = workspace.resolve(file.getKey()).normalize();
      if (!path.startsWith(workspace)) {
        throw new IOException("the file " + file.getKey() + " would leave it");
      }
      Files.createDirectories(Optional.ofNullable(path.getParent()).orElse(workspace));
      Files.writeString(path, file.getValue());
    }
    evaluation.furnish(workspace);
    Files.writeString(
        workspace.resolve("TASK.md"), AgentTask.text(request, settings, Instant.now()));
  }

  /** Of the program that lies there; empty if what lies there is none. */
  private static Optional<String> programHash(Path workspace) {
    try {
      return Optional.of(Program.load(workspace.resolve(PROGRAM)).sha256());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The first parent, as it was put there. */
  private static Optional<Program> parent(ModelRequest request) throws IOException {
    Path folder = TemporaryFolders.create("parent");
    try {
      for (Map.Entry<String, String> file : request.files().entrySet()) {
        if (file.getKey().startsWith(PARENT)) {
          Path path = folder.resolve(file.getKey().substring(PARENT.length()));
          Files.createDirectories(Optional.ofNullable(path.getParent()).orElse(folder));
          Files.writeString(path, file.getValue());
        }
      }
      return Files.exists(folder.resolve(ProgramManifest.FILE_NAME))
          ? Optional.of(Program.load(folder))
          : Optional.empty();
    } finally {
      Folders.remove(folder);
    }
  }

  /**
   * How an agent ended.
   *
   * @param said the end of what it said
   * @param end a sentence on a line of its own; empty where it ended by itself and well
   * @param fault its exit code, unless that is 0 or it was stopped
   */
  private record Ended(String said, String end, OptionalInt fault) {
    /** What it said and how it ended. */
    String words() {
      return said + end;
    }
  }

  private Ended run(Path workspace, Optional<Program> parent)
      throws IOException, InterruptedException {
    long begin = policy.clock().nanoTime();
    AgentBudget budget =
        new AgentBudget(settings, () -> Duration.ofNanos(policy.clock().nanoTime() - begin));
    try (WorkspaceEvaluateServer _ =
        WorkspaceEvaluateServer.open(
            workspace, evaluation, parent, budget, Instant.now().plus(settings.deadline()))) {
      ProcessBuilder command =
          new ProcessBuilder("/bin/sh", "-c", settings.command())
              .directory(workspace.toFile())
              .redirectErrorStream(true)
              .redirectInput(new File("/dev/null"));
      try (CommandSession session = CommandSession.start(command)) {
        Process process = session.process();
        OutputCollector output = OutputCollector.tail(session.output(), OUTPUT_TAIL_BYTES);
        boolean ended = process.waitFor(settings.deadline().toNanos(), TimeUnit.NANOSECONDS);
        if (!ended) {
          session.kill();
        }
        boolean whole = output.hasEnded(CommandSession.AFTER_END);
        String said = new String(output.kept(), StandardCharsets.UTF_8).strip();
        if (!whole) {
          said +=
              "\nA process that the agent had left running still held its output %s s later; what it said from then on is missing."
                  .formatted(CommandSession.AFTER_END.toSeconds());
        }
        if (!ended) {
          return new Ended(
              said,
              "\nThe agent was stopped after " + settings.deadline().toSeconds() + " s.",
              OptionalInt.empty());
        }
        int code = process.exitValue();
        return code == 0
            ? new Ended(said, "", OptionalInt.empty())
            : new Ended(
                said, "\nThe agent ended with exit code " + code + ".", OptionalInt.of(code));
      }
    }
  }

  /**
   * What the agent took, whether or not it came to its end.
   *
   * @param code its exit code where what it left does not count
   */
  private Attempt attempt(Path workspace, OptionalInt code, Duration latency) throws IOException {
    AgentUsage used = AgentUsage.read(workspace.resolve("usage.json"));
    Optional<BigDecimal> cost =
        used.costUsd()
            .or(() -> used.tokens().flatMap(tokens -> policy.prices().costUsd(name(), tokens)));
    Optional<String> fault =
        code.isPresent()
            ? Optional.of("it ended with exit code " + code.getAsInt())
            : Optional.empty();
    return new Attempt(1, latency, fault, used.tokens(), cost, Duration.ZERO);
  }

  private ModelException failed(Ended ended, Attempt attempt) {
    int code = ended.fault().orElseThrow();
    String said = ended.said().isEmpty() ? "nothing" : "«" + ended.said() + "»";
    Kind kind = ShellExit.isLasting(code) ? Kind.COMMAND_MISSING : Kind.COMMAND_FAILED;
    return new ModelException(
        kind,
        "The agent %s ended with exit code %d%s and said %s.%s"
            .formatted(
                name(),
                code,
                ShellExit.meaning(code),
                said,
                kind == Kind.COMMAND_MISSING ? " Put right the command that it is run by." : ""),
        List.of(attempt),
        null);
  }

  private ModelReply reply(Path workspace, String output, Attempt attempt) throws IOException {
    String text;
    Optional<String> fault;
    try {
      text = ReplyWriter.write(notes(workspace, output), Program.load(workspace.resolve(PROGRAM)));
      fault = Optional.empty();
    } catch (InvalidProgramException e) {
      text = "The agent left no program.";
      fault =
          Optional.of("What you left is no program: " + withoutFolder(e.getMessage(), workspace));
    }
    return ModelReplyBuilder.builder()
        .text(text)
        .reasoning(output)
        .stop(StopReason.COMPLETE)
        .stopDetail(fault)
        .usage(attempt.usage())
        .costUsd(attempt.costUsd())
        .latency(attempt.latency())
        .model(name())
        .requestId("")
        .attempts(List.of(attempt))
        .build();
  }

  /** A message with paths as the agent knows them, which are the same each time. */
  static String withoutFolder(@Nullable String message, Path workspace) {
    return PlainText.of(String.valueOf(message).replace(workspace + File.separator, ""));
  }

  private static String notes(Path workspace, String output) throws IOException {
    Optional<byte[]> file = WorkspaceFile.read(workspace.resolve("NOTES.md"), OUTPUT_TAIL_BYTES);
    if (file.isPresent()) {
      String notes = new String(file.get(), StandardCharsets.UTF_8).strip();
      return notes.substring(0, Math.min(notes.length(), NOTES_CHARS));
    }
    return output.substring(Math.max(0, output.length() - WORDS_FROM_OUTPUT));
  }
}
