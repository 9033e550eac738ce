package dev.codecsmith.sandbox;

import dev.codecsmith.sandbox.cgroup.ControlGroup;
import dev.codecsmith.sandbox.cgroup.ControlGroups;
import dev.codecsmith.sandbox.posix.Child;
import dev.codecsmith.sandbox.posix.Descriptor;
import dev.codecsmith.sandbox.posix.Spawner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sandbox for programs that nobody has read.
 *
 * <p>Each run is a tree of processes in namespaces of its own (user, mount, PID, network, IPC, UTS,
 * cgroup), made by bubblewrap. It sees the files it was given, read-only, a private /tmp of limited
 * size, a bare /dev and a /proc of its own processes with the machine's part hidden. It has no
 * capability and no environment but the given one. A control group holds memory and processes for
 * the tree as a whole; the kernel's limits per process hold the rest; the harness watches the
 * clocks. Killing the first process of the PID namespace kills every other, whatever it did to
 * hide.
 *
 * <p>Cost: one shell, two processes of bubblewrap, a control group: about 10 ms.
 */
public final class Bubblewrap implements Sandbox {
  private static final int OUTPUT_PIPE_BYTES = 1 << 20;
  private static final int ERROR_PIPE_BYTES = 1 << 16;

  // What becomes of the descriptors in the child.
  private static final String OPTIONS_FD = "3";
  private static final String INFO_FD = "4";
  private static final String LAST_FILE_FD = "5";

  // So that a look-up of the user's own name finds one.
  private static final String PASSWD = "nobody:x:65534:65534:nobody:/tmp:/bin/false\n";

  private final BubblewrapProgram program;
  private final Optional<ControlGroups> groups;
  private final ProcView proc;
  private final List<String> enforcedBy;

  private Bubblewrap(BubblewrapProgram program, Optional<ControlGroups> groups, ProcView proc) {
    this.program = program;
    this.groups = groups;
    this.proc = proc;
    this.enforcedBy = Enforcement.describe(groups, true, program.limitsTmp());
  }

  /**
   * Finds bubblewrap on this machine, tries it, and takes the best means to hold the limits.
   *
   * @throws InfrastructureException if generated code cannot be run safely here; the message says
   *     what to install or to allow
   */
  public static Bubblewrap detect() throws InfrastructureException {
    if (!Spawner.isSupported()) {
      throw new InfrastructureException(
          "The sandbox needs glibc 2.34 or newer (Debian 12, Ubuntu 22.04, Fedora 35 or later).");
    }
    Bubblewrap sandbox =
        new Bubblewrap(
            BubblewrapProgram.find(System.getenv("PATH")),
            ControlGroups.detect(),
            ProcView.ofThisMachine());
    sandbox.tryOut();
    return sandbox;
  }

  /** Sets up a sandbox without starting anything in it. */
  private void tryOut() throws InfrastructureException {
    SandboxCommand nothing =
        new SandboxCommand(
            List.of("/nothing"), List.of(), java.util.Map.of(), "/", Limits.defaults());
    start(nothing).close();
  }

  @Override
  public String description() {
    return "bubblewrap "
        + program.version()
        + ", "
        + groups.map(ControlGroups::version).orElse("no control groups (limits per process)");
  }

  @Override
  public SandboxRun start(SandboxCommand command) throws InfrastructureException {
    Optional<ControlGroup> group = Optional.empty();
    try {
      if (groups.isPresent()) {
        group =
            Optional.of(
                groups
                    .get()
                    .create(command.limits().memoryBytes(), ownProcesses(command.limits())));
      }
      return start(command, group);
    } catch (InfrastructureException e) {
      group.ifPresent(ControlGroup::close);
      throw e;
    } catch (IOException e) {
      group.ifPresent(ControlGroup::close);
      throw new InfrastructureException("The sandbox cannot start: " + e.getMessage(), e);
    }
  }

  /** Bubblewrap's own two processes are in the group as well. */
  private static int ownProcesses(Limits limits) {
    return limits.processes() + 2;
  }

  private SandboxRun start(SandboxCommand command, Optional<ControlGroup> group)
      throws IOException {
    boolean started = false;
    Descriptor.Pipe output = Descriptor.pipeFromChild(OUTPUT_PIPE_BYTES);
    Descriptor.Pipe error = Descriptor.pipeFromChild(ERROR_PIPE_BYTES);
    try (Descriptor.Pipe info = Descriptor.pipeFromChild(ERROR_PIPE_BYTES);
        Descriptor.Pipe lastFile = Descriptor.pipeToChild();
        Descriptor options = Descriptor.inMemory("options", options(command))) {
      lastFile.writing().writeFully(PASSWD.getBytes(StandardCharsets.UTF_8));
      lastFile.writing().close();
      // The program can read the command line of the first process in its namespace, so that holds
      // nothing of the host but this.
      List<String> bwrap =
          new ArrayList<>(List.of(program.path().toString(), "--args", OPTIONS_FD, "--"));
      bwrap.addAll(command.arguments());
      long startNanos = System.nanoTime();
      Child child =
          Spawner.spawn(
              LimitShell.SHELL,
              LimitShell.wrap(command.limits(), group, bwrap),
              List.of(),
              List.of(
                  output.writing(),
                  output.writing(),
                  error.writing(),
                  options,
                  info.writing(),
                  lastFile.reading()));
      Optional<Descriptor> root = Optional.empty();
      try {
        output.writing().close();
        error.writing().close();
        info.writing().close();
        root =
            new BubblewrapSetUp(child, info.reading(), lastFile.reading(), error.reading()).await();
        started = true;
      } finally {
        if (!started) {
          child.kill(true);
          child.close();
        }
      }
      ProcessRun run =
          new ProcessRun(
              command,
              enforcedBy,
              child,
              group,
              root,
              output.reading(),
              error.reading(),
              startNanos);
      run.watch();
      return run;
    } finally {
      if (!started) {
        output.close();
        error.close();
      }
    }
  }

  /** Bubblewrap's options, each ended by a zero byte. */
  private byte[] options(SandboxCommand command) throws InfrastructureException {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--unshare-user",
                "--unshare-ipc",
                "--unshare-pid",
                "--unshare-net",
                "--unshare-uts",
                "--unshare-cgroup-try",
                "--uid",
                "65534",
                "--gid",
                "65534",
                "--hostname",
                "sandbox",
                "--die-with-parent",
                "--new-session",
                "--cap-drop",
                "ALL",
                "--info-fd",
                INFO_FD,
                "--clearenv"));
    command
        .environment()
        .forEach((name, value) -> options.addAll(List.of("--setenv", name, value)));
    options.addAll(proc.options());
    options.addAll(List.of("--dev", "/dev"));
    for (Path device : command.options().devices()) {
      options.addAll(List.of("--dev-bind", device.toString(), device.toString()));
    }
    options.addAll(List.of("--remount-ro", "/dev"));
    options.addAll(List.of("--perms", "1777"));
    if (program.limitsTmp()) {
      options.addAll(
          List.of("--size", Long.toString(Math.max(1, command.limits().temporaryBytes()))));
    }
    options.addAll(List.of("--tmpfs", "/tmp"));
    for (Mount mount : command.mounts()) {
      options.addAll(
          List.of(
              mount.writable() ? "--bind" : "--ro-bind", mount.host().toString(), mount.inside()));
    }
    options.addAll(List.of("--chdir", command.workingDirectory()));
    options.addAll(List.of("--file", LAST_FILE_FD, "/etc/passwd", "--remount-ro", "/"));
    StringBuilder text = new StringBuilder();
    for (String option : options) {
      if (option.indexOf('\0') >= 0) {
        throw new InfrastructureException("A path or a value holds a zero character: " + option);
      }
      text.append(option).append('\0');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
