package dev.codecsmith.sandbox.isolation;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Mount;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.users.ProgramUser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Bubblewrap's options: what a run sees.
 *
 * <p>Nothing but /tmp can be written: the root is made read-only at the end; what we cover is
 * covered by folders of one page without permission to write. /proc is empty: what it tells of
 * other processes, of the machine, and of which pages of a file are in memory, is no codec's
 * business, and the compilers and runtimes of all languages do without it. They need no more than
 * one fixed link, or LD_ORIGIN_PATH, to tell the dynamic linker what it would look up there.
 */
final class BubblewrapOptions {
  /** Where the first process lies. */
  static final String INIT = "/.init";

  /** With it a look-up of the user's own name finds one. */
  static final String PASSWD =
      "codec:x:%d:%d:codec:/tmp:/bin/false\nnobody:x:65534:65534:nobody:/tmp:/bin/false\n"
          .formatted(ProgramUser.INSIDE, ProgramUser.INSIDE);

  private static final List<Path> DEVICES =
      Stream.of("null", "zero", "full", "random", "urandom")
          .map(name -> Path.of("/dev", name))
          .toList();

  private final BubblewrapProgram program;
  private final List<String> always;

  BubblewrapOptions(BubblewrapProgram program, boolean ownUsers) {
    this.program = program;
    List<String> options = new ArrayList<>();
    String settingUp = Integer.toString(ProgramUser.SETTING_UP);
    add(options, "--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-net");
    add(options, "--unshare-uts", "--unshare-cgroup-try", "--as-pid-1");
    add(options, "--uid", settingUp, "--gid", settingUp, "--hostname", "sandbox");
    add(options, "--die-with-parent", "--new-session", "--cap-drop", "ALL");
    add(options, "--info-fd", Integer.toString(LaunchFiles.INFO));
    if (ownUsers) {
      // The first process becomes another user, and then gives these up.
      add(options, "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID");
      add(options, "--cap-add", "CAP_SETPCAP");
      add(options, "--userns-block-fd", Integer.toString(LaunchFiles.USERS_READY));
    }
    addFolder(options, "/proc");
    addFolder(options, "/etc");
    addEmptyFolder(options, "/dev");
    DEVICES.forEach(device -> add(options, "--dev-bind", device.toString(), device.toString()));
    // Who cannot read an executable cannot look into its process either.
    add(options, "--perms", "0111");
    add(options, "--ro-bind-data", Integer.toString(LaunchFiles.INIT), INIT);
    add(options, "--perms", "0444");
    add(options, "--ro-bind-data", Integer.toString(LaunchFiles.PASSWD), "/etc/passwd");
    this.always = List.copyOf(options);
  }

  /**
   * All options of a run, each ended by a zero byte.
   *
   * @param mounts all but those that are copied
   * @param copied mounts whose files are open in the child, one after the other
   */
  byte[] of(SandboxCommand command, Iterable<Mount> mounts, List<Mount> copied)
      throws InfrastructureException {
    List<String> options = new ArrayList<>(always);
    command
        .options()
        .executable()
        .ifPresent(path -> {
          addFolder(options, "/proc/self");
          add(options, "--symlink", path, "/proc/self/exe");
        });
    command.environment().forEach((name, value) -> add(options, "--setenv", name, value));
    for (String folder : foldersAbove(inDev(command.options().devices()))) {
      if (!folder.equals("/dev")) {
        addFolder(options, folder);
      }
    }
    for (Path device : command.options().devices()) {
      add(options, "--dev-bind", device.toString(), device.toString());
    }
    add(options, "--perms", "1777");
    addSize(options, Math.max(1, command.limits().temporaryBytes()));
    add(options, "--tmpfs", "/tmp");
    // Bubblewrap would make them as closed as some of their like are on the host.
    List<Mount> all = new ArrayList<>(copied);
    mounts.forEach(all::add);
    foldersAbove(all).forEach(folder -> addFolder(options, folder));
    for (Mount mount : mounts) {
      String option = mount.writable() ? "--bind" : "--ro-bind";
      add(options, option, mount.host().toString(), mount.inside());
    }
    for (String name : List.of("bin", "lib", "lib64")) {
      if (!isMounted("/" + name, mounts)) {
        add(options, "--symlink", "usr/" + name, "/" + name);
      }
    }
    for (int i = 0; i < copied.size(); i++) {
      String descriptor = Integer.toString(LaunchFiles.FIRST_COPIED + i);
      add(options, "--perms", "0444", "--ro-bind-data", descriptor, copied.get(i).inside());
    }
    add(options, "--chdir", command.workingDirectory(), "--remount-ro", "/");
    StringBuilder text = new StringBuilder();
    for (String option : options) {
      if (option.indexOf('\0') >= 0) {
        throw new InfrastructureException("A path or a value holds a zero character: " + option);
      }
      text.append(option).append('\0');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static List<Mount> inDev(List<Path> devices) {
    return devices.stream().map(device -> Mount.readOnly(device, device.toString())).toList();
  }

  private static boolean isMounted(String folder, Iterable<Mount> mounts) {
    for (Mount mount : mounts) {
      if (Path.of(mount.inside()).startsWith(folder)) {
        return true;
      }
    }
    return false;
  }

  /** The folders that mounts lie in, the outer before the inner, without those of other mounts. */
  private static SortedSet<String> foldersAbove(Iterable<Mount> mounts) {
    SortedSet<String> folders = new TreeSet<>();
    Set<Path> mounted = new HashSet<>();
    mounts.forEach(mount -> mounted.add(Path.of(mount.inside())));
    for (Mount mount : mounts) {
      Path folder = Path.of(mount.inside()).getParent();
      Set<Path> above = new HashSet<>();
      while (folder != null && folder.getNameCount() > 0 && !mounted.contains(folder)) {
        above.add(folder);
        folder = folder.getParent();
      }
      if (folder == null || !mounted.contains(folder)) {
        above.forEach(each -> folders.add(each.toString()));
      }
    }
    return folders;
  }

  /** A folder that everybody can read, whatever its like on the host. */
  private static void addFolder(List<String> options, String inside) {
    add(options, "--perms", "0755", "--dir", inside);
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
