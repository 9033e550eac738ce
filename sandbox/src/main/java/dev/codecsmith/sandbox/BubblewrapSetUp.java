package dev.codecsmith.sandbox;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.codecsmith.sandbox.posix.Child;
import dev.codecsmith.sandbox.posix.Descriptor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Waits until bubblewrap has set everything up, so that what fails until then is the machine's
 * fault and what fails later is the program's: a program must not be able to pass for a broken
 * machine.
 */
final class BubblewrapSetUp {
  private static final Pattern CHILD_PID = Pattern.compile("\"child-pid\":\\s*(\\d+)");

  /** More than bubblewrap ever says. */
  static final int INFO_BYTES = 8192;

  private final Child child;
  private final Descriptor info;
  private final Descriptor lastFile;
  private final Descriptor error;

  /**
   * @param info where bubblewrap says who the first process of the namespace is
   * @param lastFile the pipe that bubblewrap empties as the last thing before it starts the program
   * @param error standard error
   */
  BubblewrapSetUp(Child child, Descriptor info, Descriptor lastFile, Descriptor error) {
    this.child = child;
    this.info = info;
    this.lastFile = lastFile;
    this.error = error;
  }

  /** Returns a handle of the namespace's first process. */
  Optional<Descriptor> await() throws IOException {
    while (lastFile.available() > 0) {
      Descriptor.poll(List.of(child.handle()), 1);
      Optional<Child.End> end = child.reap();
      if (end.isPresent() && lastFile.available() > 0) {
        throw explain(text(error));
      }
    }
    Matcher pid = CHILD_PID.matcher(text(info));
    if (!pid.find()) {
      throw new InfrastructureException("bubblewrap does not say which process it started.");
    }
    try {
      return Optional.of(Child.handleOf(Integer.parseInt(pid.group(1))));
    } catch (IOException e) {
      // It has ended already, and all that it started with it.
      return Optional.empty();
    }
  }

  private static String text(Descriptor pipe) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(INFO_BYTES);
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
