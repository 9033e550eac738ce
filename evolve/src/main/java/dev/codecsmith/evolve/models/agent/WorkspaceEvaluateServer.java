package dev.codecsmith.evolve.models.agent;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.PlainText;
import dev.codecsmith.sandbox.host.ResourceFiles;
import dev.codecsmith.sandbox.program.EditablePaths;
import dev.codecsmith.sandbox.program.InvalidProgramException;
import dev.codecsmith.sandbox.program.Program;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the {@code ./evaluate} and {@code ./score} of a workspace from within this process, which
 * alone may use the campaign's data folder. The script leaves its words in a file {@code
 * ID.request} in the folder {@code .evaluate}; lines on the way are added to {@code ID.news}, the
 * answer is put beside it as {@code ID.answer} and, last, its exit code as {@code ID.exit}. One
 * evaluation is made at a time, and no more than the budget allows.
 */
final class WorkspaceEvaluateServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WorkspaceEvaluateServer.class);
  private static final String SCRIPT = "ask.sh";
  private static final int SCORED = 0;
  private static final int NOT_SCORED = 1;
  private static final int NOT_EVALUATED = 2;
  private static final int MOST_WORDS_BYTES = 1 << 16;

  private final Path workspace;
  private final Path folder;
  private final WorkspaceEvaluation evaluation;
  private final Optional<Program> parent;
  private final AgentBudget budget;
  private final WatchService watch;
  private final Thread thread;

  private WorkspaceEvaluateServer(
      Path folder,
      WorkspaceEvaluation evaluation,
      Optional<Program> parent,
      AgentBudget budget,
      WatchService watch) {
    this.workspace = Objects.requireNonNull(folder.getParent());
    this.folder = folder;
    this.evaluation = evaluation;
    this.parent = parent;
    this.budget = budget;
    this.watch = watch;
    this.thread = Thread.ofVirtual().name("evaluation-server").unstarted(this::serve);
  }

  /**
   * Puts the scripts into the workspace and waits for them to be run.
   *
   * @param parent what the agent's program is held against
   * @param end when the agent is stopped
   */
  static WorkspaceEvaluateServer open(
      Path workspace,
      WorkspaceEvaluation evaluation,
      Optional<Program> parent,
      AgentBudget budget,
      Instant end)
      throws IOException {
    Path folder = Files.createDirectory(workspace.resolve(".evaluate"));
    WatchService watch = folder.getFileSystem().newWatchService();
    try {
      folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      for (String command : List.of(WorkspaceRequest.EVALUATE, WorkspaceRequest.SCORE)) {
        Path script = workspace.resolve(command);
        Files.writeString(
            script,
            ResourceFiles.text(WorkspaceEvaluateServer.class, SCRIPT)
                .replace("@DEADLINE@", Long.toString(end.getEpochSecond())));
        if (!script.toFile().setExecutable(true)) {
          throw new IOException(script + " cannot be made executable");
        }
      }
    } catch (IOException e) {
      watch.close();
      throw e;
    }
    WorkspaceEvaluateServer server =
        new WorkspaceEvaluateServer(folder, evaluation, parent, budget, watch);
    server.thread.start();
    return server;
  }

  private void serve() {
    try {
      while (true) {
        WatchKey key = watch.take();
        key.pollEvents();
        key.reset();
        for (Path request : requests()) {
          answer(request);
        }
      }
    } catch (InterruptedException | ClosedWatchServiceException | IOException closed) {
      // The agent has ended, or its workspace cannot be written; either way nobody waits here.
      return;
    }
  }

  private List<Path> requests() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".request")).sorted().toList();
    }
  }

  private void answer(Path request) throws IOException, InterruptedException {
    String name = String.valueOf(request.getFileName()).replaceFirst("\\.request$", "");
    Optional<byte[]> words = WorkspaceFile.read(request, MOST_WORDS_BYTES);
    if (Files.deleteIfExists(request)) {
      try (Progress progress = new Progress(folder.resolve(name + ".news"))) {
        Answered answered = answered(words, progress);
        write(folder.resolve(name + ".answer"), answered.text());
        Path part = folder.resolve(name + ".code");
        write(part, answered.exit() + "\n");
        Files.move(part, folder.resolve(name + ".exit"), StandardCopyOption.ATOMIC_MOVE);
      } catch (FileAlreadyExistsException notTheScripts) {
        // What the script asks has a name of its own; nobody waits for this one.
        return;
      }
    }
  }

  /** Into a new file only: one that is there may be a link to what the agent could not write. */
  private void write(Path file, String text) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new NotDirectoryException(folder.toString());
    }
    Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Lines that the script shows while it waits. A line that cannot be written is not shown. */
  private static final class Progress implements AutoCloseable, Consumer<String> {
    private final Writer writer;
    private String last = "";

    Progress(Path file) throws IOException {
      this.writer =
          Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public synchronized void accept(String line) {
      if (line.equals(last)) {
        return;
      }
      last = line;
      try {
        writer.write(PlainText.of(line).replace('\n', ' ') + "\n");
        writer.flush();
      } catch (IOException e) {
        log.debug("an agent is not told how far its evaluation is: {}", e.getMessage());
      }
    }

    @Override
    public synchronized void close() throws IOException {
      writer.close();
    }
  }

  private record Answered(int exit, String text) {}

  private Answered answered(Optional<byte[]> words, Consumer<String> progress)
      throws InterruptedException {
    String text;
    int exit = NOT_EVALUATED;
    try {
      WorkspaceRequest request =
          WorkspaceRequest.parse(
              new String(words.orElseGet(() -> new byte[0]), StandardCharsets.UTF_8)
                  .lines()
                  .toList());
      if (request instanceof WorkspaceRequest.Left) {
        return new Answered(SCORED, budget.left() + "\n");
      }
      if (budget.isUsedUp() && !(request instanceof WorkspaceRequest.Score)) {
        text = "The CPU time for evaluations is used up. End when program/ is as it should be.";
      } else {
        WorkspaceEvaluation.Verdict verdict = verdict(request, progress);
        budget.used(verdict.cpuSeconds());
        text = verdict.text().stripTrailing() + "\n";
        exit = verdict.scored() ? SCORED : NOT_SCORED;
      }
    } catch (InvalidProgramException e) {
      text = AgentModel.withoutFolder(e.getMessage(), workspace) + "\nThis did not count.";
    } catch (IllegalArgumentException e) {
      text = e.getMessage() + "\nThis did not count.";
    } catch (IOException | RuntimeException e) {
      // Whatever it was: the agent waits for an answer.
      text = "Nothing can be evaluated now: " + e.getMessage() + "\nThis did not count.";
    }
    return new Answered(exit, text + "\n" + budget.left() + "\n");
  }

  private WorkspaceEvaluation.Verdict verdict(WorkspaceRequest request, Consumer<String> progress)
      throws IOException, InfrastructureException, InterruptedException {
    Path place = workspace.resolve(AgentModel.PROGRAM);
    Program program =
        request instanceof WorkspaceRequest.Score
            ? Program.of("", "", Map.of())
            : Program.load(place);
    WorkspaceEvaluation.Verdict verdict =
        evaluation.evaluate(
            new WorkspaceEvaluation.Asked(request, editable(request, program), parent, workspace),
            progress);
    if (verdict.better().isPresent()) {
      replace(place, program, verdict.better().get());
    }
    return verdict;
  }

  /**
   * The program with the parent's word on what may be edited, whatever its own {@code program.json}
   * says.
   *
   * @throws IllegalArgumentException with a sentence if it differs from the parent elsewhere, so
   *     that it could not be proposed
   */
  private Program editable(WorkspaceRequest request, Program program) {
    if (request instanceof WorkspaceRequest.Score || parent.isEmpty()) {
      return program;
    }
    Optional<String> breach = EditablePaths.of(parent.get()).breach(parent.get(), program);
    if (breach.isPresent()) {
      throw new IllegalArgumentException(
          breach.get() + " The files as they must be are in parents/1/.");
    }
    return program.withEditable(parent.get().editable());
  }

  /** Writes the files that differ, each in one step, and only where the old one was. */
  private void replace(Path place, Program old, Program better) throws IOException {
    if (!Program.load(place).equals(old)) {
      throw new IOException(
          "program/ was changed meanwhile, so the better settings were not put there");
    }
    for (Map.Entry<String, String> file : better.files().entrySet()) {
      if (!file.getValue().equals(old.files().get(file.getKey()))) {
        Path target = place.resolve(file.getKey());
        if (!Objects.requireNonNull(target.toRealPath().getParent())
            .startsWith(workspace.toRealPath())) {
          throw new IOException(file.getKey() + " does not lie in program/");
        }
        Path part = Files.createTempFile(folder, "tuned", ".part");
        Files.writeString(part, file.getValue());
        Files.move(
            part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  @Override
  public void close() {
    try {
      watch.close();
    } catch (IOException e) {
      // It is of no use any more, closed or not.
      thread.interrupt();
    }
    thread.interrupt();
    boolean interrupted = Thread.interrupted();
    try {
      // Its evaluation must not outlive the data folder.
      thread.join();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
