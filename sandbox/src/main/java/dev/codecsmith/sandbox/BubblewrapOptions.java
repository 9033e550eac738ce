package dev.codecsmith.sandbox;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Bubblewrap's options: what a run sees.
 *
 * <p>Nothing but /tmp can be written: the root is made read-only at the end; what we cover is
 * covered by folders of one page without permission to write.
 */
final class BubblewrapOptions {
  /** What becomes of descriptors in the child, after the three standard ones. */
  static final String OPTIONS_FD = "3";

  private static final String INFO_FD = "4";
  private static final String LAST_FILE_FD = "5";
  private static final String FILTER_FD = "6";
  private static final int FIRST_COPIED_FD = 7;

  /** Content of the last file; with it a look-up of the user's own name finds one. */
  static final String PASSWD = "nobody:x:65534:65534:nobody:/tmp:/bin/false\n";

  private static final String NOBODY = "65534";
  private static final List<Path> DEVICES =
      Stream.of("null", "zero", "full", "random", "urandom")
          .map(name -> Path.of("/dev", name))
          .toList();

  /**
   * What in /proc tells of the machine's inside, or changes it, is covered.
   *
   * <p>This is no decoration where the harness runs as root: root outside owns {@code /proc/sys},
   * and ownership is all that the kernel asks for there, so a program without any capability could
   * otherwise change the host's settings. (Bubblewrap covers what the folder's own permissions let
   * it write to; those of the files below say more.)
   */
  private static final List<String> HIDDEN_IN_PROC =
      List.of(
          "acpi",
          "asound",
          "bus",
          "cmdline",
          "driver",
          "fs",
          "irq",
          "kallsyms",
          "kcore",
          "key-users",
          "keys",
          "kmsg",
          "latency_stats",
          "mtrr",
          "pagetypeinfo",
          "pressure",
          "sched_debug",
          "scsi",
          "slabinfo",
          "sys",
          "sysrq-trigger",
          "sysvipc",
          "timer_list",
          "tty",
          "vmallocinfo");

  private final BubblewrapProgram program;
  private final List<String> always;

  BubblewrapOptions(BubblewrapProgram program, boolean filterCalls) {
    this.program = program;
    List<String> options = new ArrayList<>();
    add(options, "--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-net");
    add(options, "--unshare-uts", "--unshare-cgroup-try");
    add(options, "--uid", NOBODY, "--gid", NOBODY, "--hostname", "sandbox");
    add(options, "--die-with-parent", "--new-session", "--cap-drop", "ALL");
    add(options, "--info-fd", INFO_FD);
    if (filterCalls) {
      add(options, "--seccomp", FILTER_FD);
    }
    add(options, "--proc", "/proc");
    for (String name : HIDDEN_IN_PROC) {
      Path path = Path.of("/proc", name);
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        addEmptyFolder(options, path.toString());
      } else if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        add(options, "--ro-bind", "/dev/null", path.toString());
      }
    }
    addEmptyFolder(options, "/dev");
    DEVICES.forEach(device -> add(options, "--dev-bind", device.toString(), device.toString()));
    add(options, "--symlink", "/proc/self/fd", "/dev/fd");
    this.always = List.copyOf(options);
  }

  /**
   * All options of a run, each ended by a zero byte.
   *
   * @param mounts all but those that are copied
   * @param copied mounts whose files are open in the child, one after the other
   */
  byte[] of(
      SandboxCommand command, Iterable<Mount> mounts, List<Mount> copied, boolean asFirstProcess)
      throws InfrastructureException {
    List<String> options = new ArrayList<>(always);
    if (asFirstProcess) {
      add(options, "--as-pid-1");
    }
    command.environment().forEach((name, value) -> add(options, "--setenv", name, value));
    for (Path device : command.options().devices()) {
      add(options, "--dev-bind", device.toString(), device.toString());
    }
    add(options, "--perms", "1777");
    addSize(options, Math.max(1, command.limits().temporaryBytes()));
    add(options, "--tmpfs", "/tmp");
    for (Mount mount : mounts) {
      String option = mount.writable() ? "--bind" : "--ro-bind";
      add(options, option, mount.host().toString(), mount.inside());
    }
    for (int i = 0; i < copied.size(); i++) {
      String descriptor = Integer.toString(FIRST_COPIED_FD + i);
      add(options, "--perms", "0444", "--ro-bind-data", descriptor, copied.get(i).inside());
    }
    add(options, "--chdir", command.workingDirectory());
    add(options, "--file", LAST_FILE_FD, "/etc/passwd", "--remount-ro", "/");
    StringBuilder text = new StringBuilder();
    for (String option : options) {
      if (option.indexOf('\0') >= 0) {
        throw new InfrastructureException("A path or a value holds a zero character: " + option);
      }
      text.append(option).append('\0');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** An empty folder that cannot be filled. To remount it read-only would cost far more. */
  private void addEmptyFolder(List<String> options, String inside) {
    add(options, "--perms", "0555");
    addSize(options, 4096);
    add(options, "--tmpfs", inside);
  }

  private void addSize(List<String> options, long bytes) {
    if (program.limitsTmp()) {
      add(options, "--size", Long.toString(bytes));
    }
  }

  private static void add(List<String> options, String... more) {
    options.addAll(List.of(more));
  }
}
