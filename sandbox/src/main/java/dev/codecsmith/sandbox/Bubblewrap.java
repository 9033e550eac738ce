package dev.codecsmith.sandbox;

import dev.codecsmith.sandbox.cgroup.ControlGroup;
import dev.codecsmith.sandbox.cgroup.ControlGroups;
import dev.codecsmith.sandbox.cgroup.ControlGroups.Resource;
import dev.codecsmith.sandbox.posix.Child;
import dev.codecsmith.sandbox.posix.Descriptor;
import dev.codecsmith.sandbox.posix.Spawner;
import dev.codecsmith.sandbox.seccomp.Machine;
import dev.codecsmith.sandbox.seccomp.SystemCallFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The sandbox for programs that nobody has read.
 *
 * <p>Each run is a tree of processes in namespaces of its own (user, mount, PID, network, IPC, UTS,
 * cgroup), made by bubblewrap. It sees the files it was given, read-only, a private /tmp of limited
 * size, a bare /dev and a /proc of its own processes with the machine's part hidden. It has no
 * capability, no system call that no codec needs, and no environment but the given one. A control
 * group holds memory and processes for the tree as a whole; the kernel's limits per process hold
 * the rest; the harness watches the clocks. Killing the first process of the PID namespace kills
 * every other, whatever it did to hide.
 */
public final class Bubblewrap implements Sandbox {
  // Bubblewrap's own two processes are in the group as well.
  private static final int OWN_PROCESSES = 2;
  private static final String FIRST_PROCESS = "/.first-process";

  private final BubblewrapProgram program;
  private final Optional<ControlGroups> groups;
  private final Optional<Machine> machine;
  private final BubblewrapOptions options;
  private final List<String> enforcedBy;

  private Bubblewrap(BubblewrapProgram program, Optional<ControlGroups> groups) {
    this.program = program;
    this.groups = groups;
    this.machine = Machine.current();
    this.options = new BubblewrapOptions(program, machine.isPresent());
    this.enforcedBy =
        Enforcement.describe(
            groups,
            Optional.of(
                "bubblewrap: namespaces, no network"
                    + (program.limitsTmp() ? ", size of /tmp" : "")
                    + (machine.isPresent() ? ", filter of system calls" : "")));
  }

  /**
   * Finds bubblewrap on this machine, tries it, and takes the best means to hold the limits.
   *
   * @throws InfrastructureException if generated code cannot be run safely here; the message says
   *     what to install or to allow
   */
  public static Bubblewrap detect() throws InfrastructureException {
    return detect(HostCommand.searchPath(), ControlGroups.detect());
  }

  /** As {@link #detect()}, with the folders to look in and the means to use. */
  static Bubblewrap detect(List<Path> searchPath, Optional<ControlGroups> groups)
      throws InfrastructureException {
    if (!Spawner.isSupported()) {
      throw new InfrastructureException(
          "The sandbox needs glibc 2.34 or newer (Debian 12, Ubuntu 22.04, Fedora 35 or later).");
    }
    Bubblewrap sandbox = new Bubblewrap(BubblewrapProgram.find(searchPath), groups);
    sandbox.tryOut();
    return sandbox;
  }

  /** Sets up a sandbox without starting anything in it. */
  private void tryOut() throws InfrastructureException {
    SandboxCommand nothing =
        new SandboxCommand(List.of("/nothing"), List.of(), Map.of(), "/", Limits.defaults());
    start(nothing).close();
  }

  @Override
  public String description() {
    return "bubblewrap "
        + program.version()
        + ", "
        + groups.map(ControlGroups::version).orElse("no control groups (limits per process)")
        + (machine.isPresent() ? ", seccomp" : "");
  }

  @Override
  public List<String> enforcedBy() {
    return enforcedBy;
  }

  @Override
  public SandboxRun start(SandboxCommand command) throws InfrastructureException {
    Optional<ControlGroup> group = Optional.empty();
    try {
      if (groups.isPresent()) {
        Limits limits = command.limits();
        group =
            Optional.of(
                groups.get().create(limits.memoryBytes(), limits.processes() + OWN_PROCESSES));
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

  private SandboxRun start(SandboxCommand command, Optional<ControlGroup> group)
      throws IOException {
    boolean groupCountsCpu =
        groups.map(ControlGroups::resources).orElse(Set.of()).contains(Resource.CPU_TIME);
    Set<Mount> mounts = new LinkedHashSet<>(command.mounts());
    List<Mount> copied = mounts.stream().filter(Bubblewrap::isCopied).toList();
    copied.forEach(mounts::remove);
    // The program can read the command line of the first process in its namespace, so that holds
    // nothing of the host but this.
    List<String> words =
        new ArrayList<>(
            List.of(program.path().toString(), "--args", BubblewrapOptions.OPTIONS_FD, "--"));
    if (!groupCountsCpu) {
      // Only a process that waits for the program makes the kernel add up what it used.
      // Bubblewrap's own first process does, but is not waited for itself.
      mounts.addAll(SystemLibraries.mounts());
      mounts.add(Mount.readOnly(Path.of(LimitShell.SHELL), FIRST_PROCESS));
      words.addAll(List.of(FIRST_PROCESS, "-c", "\"$@\"; exit $?", "sh"));
    }
    words.addAll(command.arguments());
    byte[] optionBytes = options.of(command, mounts, copied, !groupCountsCpu);
    byte[] filter = machine.map(SystemCallFilter::assemble).orElse(new byte[0]);

    boolean started = false;
    ChildPipes pipes = ChildPipes.open(command.options().interactive());
    try (LaunchFiles files = LaunchFiles.open(optionBytes, filter, copied)) {
      long startNanos = System.nanoTime();
      Child child =
          Spawner.spawn(
              LimitShell.SHELL,
              LimitShell.wrap(command.limits(), group, words),
              List.of(),
              files.with(pipes));
      pipes.closeChildsEnds();
      try {
        Optional<Descriptor> root =
            new BubblewrapSetUp(child, files.info(), files.lastFile(), pipes.error()).await();
        started = true;
        return ProcessRun.watching(
            command,
            new ProcessRun.Parts(child, root, group, pipes, startNanos, enforcedBy, machine));
      } finally {
        if (!started) {
          child.kill(true);
          child.close();
        }
      }
    } finally {
      if (!started) {
        pipes.close();
      }
    }
  }

  private static boolean isCopied(Mount mount) {
    try {
      return mount.anonymous() && Files.size(mount.host()) <= Mount.MOST_COPIED_BYTES;
    } catch (IOException e) {
      // What is missing is said where it is mounted.
      return false;
    }
  }
}
