package dev.codecsmith.sandbox.isolation;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.init.InitReport;
import dev.codecsmith.sandbox.posix.Child;
import dev.codecsmith.sandbox.posix.Descriptor;
import dev.codecsmith.sandbox.posix.PosixException;
import dev.codecsmith.sandbox.run.InitStatus;
import dev.codecsmith.sandbox.users.ProgramUser;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Waits until the sandbox is set up and the program has been executed, so that what fails until
 * then is the machine's fault and what fails later is the program's: a program must not be able to
 * pass for a broken machine, nor a broken machine for a program.
 */
final class BubblewrapSetUp {
  private static final Pattern CHILD_PID = Pattern.compile("\"child-pid\":\\s*(\\d+)");

  private final Child child;
  private final LaunchFiles files;
  private final InitStatus status;
  private final Descriptor error;
  private final long deadline;

  /**
   * @param child bubblewrap
   * @param error its standard error
   * @param patience how long all may take
   */
  BubblewrapSetUp(
      Child child, LaunchFiles files, InitStatus status, Descriptor error, Duration patience) {
    this.child = child;
    this.files = files;
    this.status = status;
    this.error = error;
    this.deadline = System.nanoTime() + patience.toNanos();
  }

  /**
   * Waits for it.
   *
   * @param user whom the program is to run as, if not as ourselves
   * @return a handle of the namespace's first process, unless all has ended already
   */
  Optional<Descriptor> await(Optional<ProgramUser> user) throws IOException {
    int first = firstProcess();
    Optional<Descriptor> root = handleOf(first);
    try {
      if (user.isPresent() && root.isPresent()) {
        map(user.get(), first);
      }
      files.usersReady().close();
      awaitStarted();
      awaitExecuted();
      return root;
    } catch (IOException | RuntimeException e) {
      root.ifPresent(handle -> {
        Child.kill(handle);
        handle.close();
      });
      throw e;
    }
  }

  private int firstProcess() throws IOException {
    StringBuilder said = new StringBuilder();
    while (true) {
      awaitReadable(files.info());
      String more = text(files.info());
      said.append(more);
      Matcher pid = CHILD_PID.matcher(said);
      if (pid.find() && said.indexOf("}") > 0) {
        return Integer.parseInt(pid.group(1));
      }
      if (more.isEmpty()) {
        awaitEnd();
        throw explain(text(error));
      }
    }
  }

  private void map(ProgramUser user, int first) throws InfrastructureException {
    try {
      user.mapInto(first);
      files.usersReady().writeFully(new byte[1]);
    } catch (IOException e) {
      throw new InfrastructureException(
          "This machine does not let the sandbox run programs as user "
              + user.number()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /**
   * A handle of bubblewrap's child. If that has ended already, and all that it started with it, its
   * number may be another process's by now, which is none of ours to map users into or to kill.
   */
  private Optional<Descriptor> handleOf(int first) {
    Descriptor handle;
    try {
      handle = Child.handleOf(first);
    } catch (IOException e) {
      return Optional.empty();
    }
    // Asked after the handle was opened: if its process has ended since, nothing of it is left;
    // a parent that this user may not see (hidepid) tells nothing against it.
    boolean isAnothers =
        ProcessHandle.of(first)
            .flatMap(ProcessHandle::parent)
            .filter(parent -> parent.pid() != child.pid())
            .isPresent();
    if (isAnothers) {
      handle.close();
      return Optional.empty();
    }
    return Optional.of(handle);
  }

  private void awaitStarted() throws IOException {
    awaitReadable(status.handle());
    if (status.find(InitReport.Started.class).isPresent()) {
      return;
    }
    Optional<InitReport.SetUpFailed> failed = status.find(InitReport.SetUpFailed.class);
    if (failed.isPresent()) {
      throw failure(failed.get());
    }
    awaitEnd();
    throw explain(text(error));
  }

  /** Whether the program could be executed is known as soon as nobody holds that pipe. */
  private void awaitExecuted() throws IOException {
    awaitReadable(files.executed());
    Optional<InitReport.SetUpFailed> failed = status.find(InitReport.SetUpFailed.class);
    if (failed.isPresent()) {
      throw failure(failed.get());
    }
  }

  private static InfrastructureException failure(InitReport.SetUpFailed failed) {
    return new InfrastructureException(
        "The sandbox cannot be set up on this machine: "
            + new PosixException(failed.step().words(), failed.errno()).getMessage());
  }

  private void awaitReadable(Descriptor descriptor) throws InfrastructureException {
    while (!Descriptor.poll(List.of(descriptor), millisLeft())[0]) {
      if (System.nanoTime() - deadline >= 0) {
        throw new InfrastructureException(
            "Setting a sandbox up has not ended in time: the machine is overloaded, or a file"
                + " system of its does not answer.");
      }
    }
  }

  private void awaitEnd() throws IOException {
    Descriptor.poll(List.of(child.handle()), millisLeft());
    child.reap();
  }

  private int millisLeft() {
    return Math.clamp((deadline - System.nanoTime()) / 1_000_000 + 1, 1, Integer.MAX_VALUE);
  }

  private static String text(Descriptor pipe) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(LaunchFiles.PIPE_BYTES);
      int count = Math.max(0, pipe.read(buffer));
      return new String(buffer.asSlice(0, count).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
    }
  }

  static InfrastructureException explain(String error) {
    String said = error.isBlank() ? "It said nothing." : "It said: " + error.strip();
    if (error.contains("namespace")
        || error.contains("uid map")
        || error.contains("not permitted")) {
      return new InfrastructureException(
          "This machine does not let bubblewrap make user namespaces, so no generated code runs."
              + " Allow them: sysctl -w kernel.unprivileged_userns_clone=1 (Debian), sysctl -w"
              + " kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu 24.04 and later), sysctl"
              + " -w user.max_user_namespaces=10000 (Red Hat), or run the container with"
              + " --security-opt seccomp=unconfined --security-opt apparmor=unconfined. "
              + said);
    }
    return new InfrastructureException("bubblewrap could not set up a sandbox. " + said);
  }
}
