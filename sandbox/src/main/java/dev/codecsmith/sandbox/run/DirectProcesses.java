package dev.codecsmith.sandbox.run;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.RunResult;
import dev.codecsmith.sandbox.RunUsage;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.SandboxRun;
import dev.codecsmith.sandbox.cgroup.ControlGroup;
import dev.codecsmith.sandbox.cgroup.ControlGroups;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.host.TemporaryFolders;
import dev.codecsmith.sandbox.posix.Child;
import dev.codecsmith.sandbox.posix.Spawner;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * No isolation: programs that the user wrote, run as ordinary processes ({@code --sandbox=none}).
 *
 * <p>The limits are held as far as that goes without namespaces, the environment is empty, and
 * paths inside are translated to paths on the host. But the program sees all that the user sees,
 * and one that wants to outlive its run can, unless there are control groups.
 */
public final class DirectProcesses implements Sandbox {
  private final Optional<ControlGroups> groups;
  private final List<String> enforcedBy;

  private DirectProcesses(Optional<ControlGroups> groups) {
    this.groups = groups;
    this.enforcedBy = Enforcement.describe(groups, Optional.empty(), false);
  }

  /** Takes the best means there are to hold the limits. */
  public static DirectProcesses detect() throws InfrastructureException {
    if (!Spawner.isSupported()) {
      throw new InfrastructureException(
          "Running programs needs glibc 2.34 or newer (Debian 12, Ubuntu 22.04, Fedora 35 or"
              + " later).");
    }
    return new DirectProcesses(ControlGroups.detect());
  }

  @Override
  public String description() {
    return "none: programs see and can change all that you can; limits by "
        + groups.map(ControlGroups::version).orElse("rlimit");
  }

  @Override
  public List<String> enforcedBy() {
    return enforcedBy;
  }

  @Override
  public SandboxRun start(SandboxCommand command) throws InfrastructureException {
    Optional<ControlGroup> group = Optional.empty();
    Optional<Path> temporary = Optional.empty();
    boolean started = false;
    try {
      if (groups.isPresent()) {
        Limits limits = command.limits();
        group = Optional.of(groups.get().create(limits.memoryBytes(), limits.processes()));
      }
      Path folder = TemporaryFolders.create("run");
      temporary = Optional.of(folder);
      SandboxRun run = new WithTemporaryFolder(start(command, group, folder), folder);
      started = true;
      return run;
    } catch (InfrastructureException e) {
      throw e;
    } catch (IOException e) {
      throw new InfrastructureException("The program cannot be started: " + e.getMessage(), e);
    } finally {
      if (!started) {
        group.ifPresent(ControlGroup::close);
        temporary.ifPresent(Folders::remove);
      }
    }
  }

  private SandboxRun start(SandboxCommand command, Optional<ControlGroup> group, Path temporary)
      throws IOException {
    PathTranslation paths = new PathTranslation(command.mounts(), temporary);
    List<String> words = new ArrayList<>();
    // The shell changes the folder and becomes the program, which then starts as any other does.
    words.addAll(
        List.of(
            LimitShell.SHELL,
            "-c",
            "cd \"$1\" && shift && exec \"$@\"",
            "sh",
            paths.translate(command.workingDirectory())));
    command.arguments().forEach(argument -> words.add(paths.translate(argument)));
    List<String> environment = new ArrayList<>();
    command
        .environment()
        .forEach((name, value) -> environment.add(name + "=" + paths.translate(value)));
    environment.add("TMPDIR=" + temporary);
    boolean watched = false;
    Optional<Child> child = Optional.empty();
    ChildPipes pipes = ChildPipes.open(command.options().interactive());
    try {
      long startNanos = System.nanoTime();
      child =
          Optional.of(
              Spawner.spawn(
                  LimitShell.SHELL,
                  LimitShell.wrap(command.limits(), group, words),
                  environment,
                  List.of(pipes.childsInput(), pipes.childsOutput(), pipes.childsError())));
      pipes.closeChildsEnds();
      SandboxRun run =
          ProcessRun.watching(
              command,
              new ProcessRun.Parts(
                  child.get(),
                  Optional.empty(),
                  group,
                  pipes,
                  startNanos,
                  enforcedBy,
                  Optional.empty()));
      watched = true;
      return run;
    } finally {
      if (!watched) {
        child.ifPresent(Child::close);
        pipes.close();
      }
    }
  }

  /** A run whose private folder goes with it. */
  private record WithTemporaryFolder(SandboxRun run, Path folder) implements SandboxRun {
    @Override
    public InputStream standardOutput() {
      return run.standardOutput();
    }

    @Override
    public OutputStream standardInput() {
      return run.standardInput();
    }

    @Override
    public RunUsage usage() {
      return run.usage();
    }

    @Override
    public void stop() {
      run.stop();
    }

    @Override
    public RunResult await() throws InfrastructureException, InterruptedException {
      return run.await();
    }

    @Override
    public void close() {
      try {
        run.close();
      } finally {
        Folders.remove(folder);
      }
    }
  }
}
