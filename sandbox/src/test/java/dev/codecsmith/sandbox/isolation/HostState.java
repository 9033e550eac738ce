package dev.codecsmith.sandbox.isolation;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run must leave as it was.
 *
 * @param processes this process's descendants
 * @param mounts what is mounted
 * @param controlGroups groups made by this process
 * @param openFiles this process's pipes and process handles
 * @param devices rights and owners of the device files that programs see
 * @param asynchronous requests of asynchronous reading and writing that the machine has under way
 */
public record HostState(
    List<String> processes,
    String mounts,
    List<String> controlGroups,
    long openFiles,
    List<String> devices,
    String asynchronous) {

  public static HostState now() throws IOException {
    return new HostState(
        ProcessHandle.current()
            .descendants()
            .map(process -> process.pid() + " " + process.info().commandLine().orElse("?"))
            .sorted()
            .toList(),
        Files.readString(Path.of("/proc/self/mountinfo")),
        groupsOf(ProcessHandle.current().pid()),
        countOpenFiles(),
        deviceFacts(),
        Files.readString(Path.of("/proc/sys/fs/aio-nr")));
  }

  private static List<String> deviceFacts() throws IOException {
    List<String> facts = new ArrayList<>();
    for (String name : List.of("null", "zero", "full", "random", "urandom")) {
      Path device = Path.of("/dev", name);
      facts.add(
          name
              + " "
              + Files.getAttribute(device, "unix:mode")
              + " "
              + Files.getAttribute(device, "unix:uid"));
    }
    return facts;
  }

  /** Processes of the whole machine that run this program with this argument. */
  static List<ProcessHandle> processesWith(String program, String argument) {
    return ProcessHandle.allProcesses()
        .filter(process ->
            process.info().commandLine().stream()
                .anyMatch(line -> line.matches("(.*/)?" + program + " " + argument)))
        .toList();
  }

  /** The control groups that a process made. */
  static List<String> groupsOf(long pid) throws IOException {
    List<String> groups = new ArrayList<>();
    String own = "-" + pid + "-";
    Path top = Path.of("/sys/fs/cgroup");
    if (Files.isDirectory(top)) {
      Files.walkFileTree(
          top,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              String name = folder.getFileName().toString();
              if (name.startsWith("codecsmith-") && name.contains(own)) {
                groups.add(folder.toString());
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              // A group of another process that went away meanwhile.
              return FileVisitResult.CONTINUE;
            }
          });
    }
    return groups;
  }

  private static long countOpenFiles() throws IOException {
    long count = 0;
    try (var files = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path file : files) {
        try {
          String target = Files.readSymbolicLink(file).toString();
          count += target.startsWith("pipe:") || target.contains("pidfd") ? 1 : 0;
        } catch (IOException e) {
          // The descriptor that reads the folder is gone by now.
        }
      }
    }
    return count;
  }
}
