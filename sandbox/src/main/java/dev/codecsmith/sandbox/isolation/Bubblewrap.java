package dev.codecsmith.sandbox.isolation;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.Mount;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.SandboxRun;
import dev.codecsmith.sandbox.cgroup.ControlGroup;
import dev.codecsmith.sandbox.cgroup.ControlGroups;
import dev.codecsmith.sandbox.host.HostCommand;
import dev.codecsmith.sandbox.init.InitProgram;
import dev.codecsmith.sandbox.init.InitReport;
import dev.codecsmith.sandbox.posix.Child;
import dev.codecsmith.sandbox.posix.Descriptor;
import dev.codecsmith.sandbox.posix.Spawner;
import dev.codecsmith.sandbox.run.ChildPipes;
import dev.codecsmith.sandbox.run.Enforcement;
import dev.codecsmith.sandbox.run.InitStatus;
import dev.codecsmith.sandbox.run.LimitShell;
import dev.codecsmith.sandbox.run.ProcessRun;
import dev.codecsmith.sandbox.seccomp.Machine;
import dev.codecsmith.sandbox.seccomp.SystemCallFilter;
import dev.codecsmith.sandbox.users.ProgramUser;
import dev.codecsmith.sandbox.users.ProgramUsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sandbox for programs that nobody has read.
 *
 * <p>Each run is a tree of processes in namespaces of its own (user, mount, PID, network, IPC, UTS,
 * cgroup), made by bubblewrap. It sees the files it was given, read-only, a private /tmp of limited
 * size and a bare /dev, and runs as a user who owns nothing on the host. It has no capability, the
 * system calls that a codec may need, and no environment but the given one. A control group holds
 * memory and processes for the tree as a whole; the kernel's limits per process hold the rest; the
 * harness watches the clocks.
 *
 * <p>The first process of the PID namespace is ours ({@code init.c}): it takes all of this on
 * itself before it starts the program, and then cannot be touched. Killing it kills every other,
 * whatever it did to hide.
 */
public final class Bubblewrap implements Sandbox {
  // Bubblewrap's own process and the first one inside are in the group as well.
  private static final int OWN_PROCESSES = 2;
  private static final Logger LOG = LoggerFactory.getLogger(Bubblewrap.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final BubblewrapProgram program;
  private final Optional<ControlGroups> groups;
  private final Optional<ProgramUsers> users;
  private final Machine machine;
  private final byte[] init;
  private final byte[] filter;
  private final byte[] filterWithDevices;
  private final BubblewrapOptions options;
  private final List<String> enforcedBy;

  private Bubblewrap(
      BubblewrapProgram program,
      Machine machine,
      Optional<ControlGroups> groups,
      Optional<ProgramUsers> users) {
    this.program = program;
    this.groups = groups;
    this.users = users;
    this.machine = machine;
    this.init = InitProgram.bytes(machine);
    this.filter = SystemCallFilter.assemble(machine, false);
    this.filterWithDevices = SystemCallFilter.assemble(machine, true);
    this.options = new BubblewrapOptions(program, users.isPresent());
    this.enforcedBy =
        Enforcement.describe(
            groups,
            Optional.of(
                "bubblewrap: namespaces, no network"
                    + (program.limitsTmp() ? ", size of /tmp" : "")
                    + ", allowed system calls only, "
                    + users.map(ProgramUsers::description).orElse("your own user")),
            users.isPresent());
  }

  /**
   * Finds bubblewrap on this machine, tries it, and takes the best means to hold the limits.
   *
   * @throws InfrastructureException if generated code cannot be run safely here; the message says
   *     what to install or to allow
   */
  public static Bubblewrap detect() throws InfrastructureException {
    List<Path> searchPath = HostCommand.searchPath();
    return detect(searchPath, ControlGroups.detect(), ProgramUsers.detect(searchPath));
  }

  /** As {@link #detect()}, with the folders to look in and the means to use. */
  static Bubblewrap detect(
      List<Path> searchPath, Optional<ControlGroups> groups, Optional<ProgramUsers> users)
      throws InfrastructureException {
    if (!Spawner.isSupported()) {
      throw new InfrastructureException(
          "The sandbox needs glibc 2.34 or newer (Debian 12, Ubuntu 22.04, Fedora 35 or later).");
    }
    Machine machine =
        Machine.current()
            .orElseThrow(() ->
                new InfrastructureException(
                    "The sandbox knows the system calls of x86-64 and AArch64, not those of "
                        + System.getProperty("os.arch")
                        + "; generated code does not run without their filter."));
    BubblewrapProgram program = BubblewrapProgram.find(searchPath);
    if (users.isPresent()) {
      try {
        return new Bubblewrap(program, machine, groups, users).tried();
      } catch (InfrastructureException e) {
        // Where it is not the users, the same comes again.
        LOG.debug("no users of their own for programs: {}", e.getMessage());
      }
    }
    return new Bubblewrap(program, machine, groups, Optional.empty()).tried();
  }

  /** This, once a sandbox has been set up and nothing could be started in it. */
  private Bubblewrap tried() throws InfrastructureException {
    start(new SandboxCommand(List.of("/nothing"), List.of(), Map.of(), "/", Limits.defaults()))
        .close();
    return this;
  }

  @Override
  public String description() {
    return "bubblewrap "
        + program.version()
        + ", "
        + groups.map(ControlGroups::version).orElse("no control groups (limits per process)")
        + ", seccomp"
        + (users.isPresent() ? ", users of their own" : "");
  }

  @Override
  public List<String> enforcedBy() {
    return enforcedBy;
  }

  @Override
  public SandboxRun start(SandboxCommand command) throws InfrastructureException {
    boolean started = false;
    Optional<ControlGroup> group = Optional.empty();
    try {
      if (groups.isPresent()) {
        Limits limits = command.limits();
        group =
            Optional.of(
                groups.get().create(limits.memoryBytes(), limits.processes() + OWN_PROCESSES));
      }
      SandboxRun run = start(command, group);
      started = true;
      return run;
    } catch (InfrastructureException e) {
      throw e;
    } catch (IOException e) {
      throw new InfrastructureException("The sandbox cannot start: " + e.getMessage(), e);
    } finally {
      if (!started) {
        group.ifPresent(ControlGroup::close);
      }
    }
  }

  private SandboxRun start(SandboxCommand command, Optional<ControlGroup> controlGroup)
      throws IOException {
    Set<Mount> mounts = new LinkedHashSet<>(command.mounts());
    List<Mount> copied = mounts.stream().filter(Bubblewrap::isCopied).toList();
    copied.forEach(mounts::remove);
    Optional<ProgramUser> user = Optional.empty();
    if (users.isPresent()) {
      MountRights.check(mounts);
      OptionalLong group = MountRights.groupOf(command.options().devices());
      user = Optional.of(users.get().next(group));
    }
    byte[] optionBytes = options.of(command, mounts, copied);
    byte[] calls = command.options().devices().isEmpty() ? filter : filterWithDevices;

    boolean started = false;
    ChildPipes pipes = ChildPipes.open(command.options().interactive());
    try (LaunchFiles files = LaunchFiles.open(optionBytes, init, calls, copied)) {
      long startNanos = System.nanoTime();
      Child child =
          Spawner.spawn(
              LimitShell.SHELL,
              LimitShell.wrap(command.limits(), controlGroup, words(command, user)),
              List.of(),
              files.with(pipes));
      pipes.closeChildsEnds();
      files.closeChildsEnds();
      InitStatus status = files.takeStatus();
      try {
        Optional<Descriptor> root =
            new BubblewrapSetUp(child, files, status, pipes.error(), PATIENCE).await(user);
        checkExecution(command, status);
        ProcessRun run =
            ProcessRun.watching(
                command,
                new ProcessRun.Parts(
                    child,
                    root,
                    controlGroup,
                    pipes,
                    startNanos,
                    enforcedBy,
                    Optional.of(new ProcessRun.Inside(status, machine))));
        started = true;
        return run;
      } finally {
        if (!started) {
          child.kill(true);
          child.close();
          status.close();
        }
      }
    } finally {
      if (!started) {
        pipes.close();
      }
    }
  }

  private List<String> words(SandboxCommand command, Optional<ProgramUser> user) {
    List<String> words = new ArrayList<>();
    words.add(program.path().toString());
    words.addAll(List.of("--args", Integer.toString(LaunchFiles.OPTIONS), "--"));
    words.add(BubblewrapOptions.INIT);
    words.addAll(
        InitProgram.arguments(
            user.map(_ -> ProgramUser.INSIDE),
            // Only a user that has nothing else can be counted.
            user.map(_ -> (long) command.limits().processes() + 1),
            LaunchFiles.FILTER,
            LaunchFiles.STATUS,
            LaunchFiles.EXECUTED));
    words.addAll(command.arguments());
    return words;
  }

  /**
   * A file system from which nothing may be executed is the machine's fault, and so is a machine
   * that has run out of what a start takes.
   */
  private static void checkExecution(SandboxCommand command, InitStatus status) throws IOException {
    Optional<InitReport.NotExecuted> failed = status.find(InitReport.NotExecuted.class);
    if (failed.isEmpty()) {
      return;
    }
    Optional<String> lacking = failed.get().lacking();
    if (lacking.isPresent()) {
      throw new InfrastructureException(
          "The program could not be started, as this machine has run out of "
              + lacking.get()
              + ".");
    }
    Path inside = Path.of(command.arguments().getFirst());
    for (Mount mount : command.mounts()) {
      if (inside.startsWith(mount.inside()) && MountRights.forbidExecution(mount.host())) {
        throw new InfrastructureException(
            mount.host()
                + " lies on a file system that is mounted noexec, so no program there can run:"
                + " choose another folder (--data), or remount it with exec.");
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
