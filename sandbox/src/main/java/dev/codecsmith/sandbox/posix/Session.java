package dev.codecsmith.sandbox.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A session, that is whatever comes of the process that began it and has begun no session of its
 * own. Shells and tools such as {@code timeout} put their children into process groups of their
 * own, so a group is only a part of what a command has started.
 */
public final class Session {
  private static final Path PROCESSES = Path.of("/proc");

  // Fields of stat, from 0 behind the name (proc_pid_stat(5)).
  private static final int SESSION = 3;
  private static final int START = 19;

  private Session() {}

  /**
   * A process.
   *
   * @param startTicks when it began, since the machine did; tells it from a later process of the
   *     same number
   */
  private record Member(long pid, long startTicks) {}

  /**
   * Sends SIGKILL to every process of a session, until none is found that has not been killed: what
   * one has started meanwhile is killed as well.
   *
   * @param leader who began the session, whether or not that has ended. While the session has a
   *     process, the kernel gives its number to no other; once another process has that number,
   *     nobody is killed
   */
  public static void kill(ProcessHandle leader) {
    Set<Member> killed = new HashSet<>();
    boolean more = true;
    while (more) {
      more = false;
      for (Member member : members(leader.pid())) {
        if (killed.add(member)) {
          more = true;
          Child.killIf(
              member.pid(),
              () ->
                  member(member.pid(), leader.pid()).filter(member::equals).isPresent()
                      && !isNumberOfAnother(leader));
        }
      }
    }
  }

  /** Whether its number has been given to another process since. */
  private static boolean isNumberOfAnother(ProcessHandle leader) {
    return ProcessHandle.of(leader.pid()).filter(now -> !now.equals(leader)).isPresent();
  }

  private static List<Member> members(long session) {
    List<Member> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path process : processes) {
        member(Long.parseLong(process.getFileName().toString()), session).ifPresent(found::add);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Without /proc there is nothing to know them by.
    }
    return found;
  }

  /** The process that has this number, if it is of the session. */
  private static Optional<Member> member(long pid, long session) {
    String stat;
    try {
      stat = Files.readString(PROCESSES.resolve(Long.toString(pid)).resolve("stat"), ISO_8859_1);
    } catch (IOException e) {
      // It has ended.
      return Optional.empty();
    }
    // A name may hold parentheses and spaces.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    return fields.length > START && Long.parseLong(fields[SESSION]) == session
        ? Optional.of(new Member(pid, Long.parseLong(fields[START])))
        : Optional.empty();
  }
}
