package dev.codecsmith.evolve.models.agent;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.host.ResourceFiles;
import dev.codecsmith.sandbox.program.InvalidProgramException;
import dev.codecsmith.sandbox.program.Program;
import java.io.IOException;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Answers the {@code ./evaluate} of a workspace from within this process, which alone may use the
 * campaign's data folder. The script leaves a file {@code ID.request} in the folder {@code
 * .evaluate}; the answer is put beside it as {@code ID.answer} and, last, its exit code as {@code
 * ID.exit}. One evaluation is made at a time, and no more than the budget allows.
 */
final class WorkspaceEvaluateServer implements AutoCloseable {
  private static final String SCRIPT = "evaluate.sh";
  private static final int SCORED = 0;
  private static final int NOT_SCORED = 1;
  private static final int NOT_EVALUATED = 2;

  private final Path workspace;
  private final Path folder;
  private final WorkspaceEvaluation evaluation;
  private final int budget;
  private final WatchService watch;
  private final Thread thread;
  private int made;

  private WorkspaceEvaluateServer(
      Path workspace, Path folder, WorkspaceEvaluation evaluation, int budget, WatchService watch) {
    this.workspace = workspace;
    this.folder = folder;
    this.evaluation = evaluation;
    this.budget = budget;
    this.watch = watch;
    this.thread = Thread.ofVirtual().name("evaluation-server").unstarted(this::serve);
  }

  /** Puts the script into the workspace and waits for it to be run. */
  static WorkspaceEvaluateServer open(
      Path workspace, WorkspaceEvaluation evaluation, int budget, Duration deadline)
      throws IOException {
    Path folder = Files.createDirectory(workspace.resolve(".evaluate"));
    WatchService watch = folder.getFileSystem().newWatchService();
    try {
      folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      Path script = workspace.resolve("evaluate");
      long end = Instant.now().plus(deadline).getEpochSecond();
      Files.writeString(
          script,
          ResourceFiles.text(WorkspaceEvaluateServer.class, SCRIPT)
              .replace("@DEADLINE@", Long.toString(end)));
      if (!script.toFile().setExecutable(true)) {
        throw new IOException(script + " cannot be made executable");
      }
    } catch (IOException e) {
      watch.close();
      throw e;
    }
    WorkspaceEvaluateServer server =
        new WorkspaceEvaluateServer(workspace, folder, evaluation, budget, watch);
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
    if (Files.deleteIfExists(request)) {
      Answered answered = answered();
      try {
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

  private record Answered(int exit, String text) {}

  private Answered answered() throws InterruptedException {
    if (made >= budget) {
      return new Answered(
          NOT_EVALUATED,
          "All %d evaluations are used up. End when program/ is as it should be.\n"
              .formatted(budget));
    }
    try {
      Program program = Program.load(workspace.resolve(AgentModel.PROGRAM));
      WorkspaceEvaluation.Verdict verdict = evaluation.evaluate(program);
      made++;
      return new Answered(
          verdict.scored() ? SCORED : NOT_SCORED,
          "%s\n%d of %d evaluations are left.\n"
              .formatted(verdict.text().stripTrailing(), budget - made, budget));
    } catch (InvalidProgramException e) {
      return new Answered(
          NOT_EVALUATED,
          AgentModel.withoutFolder(e.getMessage(), workspace) + "\nThis did not count.\n");
    } catch (InfrastructureException | RuntimeException e) {
      // Whatever it was: the agent waits for an answer.
      return new Answered(
          NOT_EVALUATED,
          "Nothing can be evaluated now: " + e.getMessage() + "\nThis did not count.\n");
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
