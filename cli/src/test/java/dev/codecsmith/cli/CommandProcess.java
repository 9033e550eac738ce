package dev.codecsmith.cli;

import dev.codecsmith.sandbox.host.Folders;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command in a process of its own, started as the launcher starts it: from jars, with an
 * archive of loaded classes, without which most of a test that starts many would be their starts.
 */
public final class CommandProcess {
  private static final List<String> JAVA =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "--enable-native-access=ALL-UNNAMED",
          "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED",
          // The launcher's collector would have its threads spin beside those of the tests.
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1");

  private static final String MAIN = "dev.codecsmith.cli.Codecsmith";

  private static List<String> start = List.of();

  private CommandProcess() {}

  /** A process that has not been started yet. */
  public static ProcessBuilder of(String... words) {
    return new ProcessBuilder(line(words));
  }

  /** The command line that starts {@code codecsmith} with these words. */
  public static List<String> line(String... words) {
    return lineOf("", MAIN, words);
  }

  /**
   * The command line that starts another main class as quickly.
   *
   * @param more where it is found beside the class path of the tests; empty for there
   */
  public static List<String> lineOf(String more, String main, String... words) {
    List<String> line = new ArrayList<>(start());
    if (!more.isEmpty()) {
      line.addLast(line.removeLast() + File.pathSeparator + more);
    }
    line.add(main);
    line.addAll(List.of(words));
    return line;
  }

  private static synchronized List<String> start() {
    if (start.isEmpty()) {
      try {
        start = prepared();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return start;
  }

  /** Made by the first process of this run of the tests that needs it, for all. */
  private static List<String> prepared() throws IOException, InterruptedException {
    List<Path> classPath = classPath();
    Path cache = Files.createDirectories(Path.of("target", "test-cache").toAbsolutePath());
    Path folder = cache.resolve("command-" + fingerprint(classPath));
    List<Path> jars = new ArrayList<>();
    for (int i = 0; i < classPath.size(); i++) {
      Path entry = classPath.get(i);
      jars.add(Files.isDirectory(entry) ? folder.resolve(i + ".jar") : entry);
    }
    String joined =
        jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    Path archive = folder.resolve("command.aot");
    try (FileChannel channel =
            FileChannel.open(
                cache.resolve("command.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      if (!Files.exists(folder)) {
        removeOlder(cache);
        Path making = Files.createTempDirectory(cache, "making-");
        for (int i = 0; i < classPath.size(); i++) {
          if (Files.isDirectory(classPath.get(i))) {
            pack(classPath.get(i), making.resolve(i + ".jar"));
          }
        }
        Files.move(making, folder, StandardCopyOption.ATOMIC_MOVE);
        practise(joined, archive);
      }
    }
    List<String> words = new ArrayList<>(JAVA);
    if (Files.exists(archive)) {
      words.addAll(List.of("-XX:AOTCache=" + archive, "-Xlog:aot=off", "-Xlog:cds=off"));
    }
    words.addAll(List.of("-cp", joined));
    return List.copyOf(words);
  }

  /** Those of builds of yesterday and before; an archive has some hundred megabytes. */
  private static void removeOlder(Path cache) throws IOException {
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    try (DirectoryStream<Path> all = Files.newDirectoryStream(cache, "*-*")) {
      for (Path each : all) {
        if (Files.getLastModifiedTime(each).toInstant().isBefore(yesterday)) {
          Folders.remove(each);
        }
      }
    }
  }

  /** A JVM that cannot make an archive starts the command slower, which no test is about. */
  private static void practise(String classPath, Path archive)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectory(archive.resolveSibling("training"));
    List<String> words = new ArrayList<>(JAVA);
    words.addAll(List.of("-XX:AOTCacheOutput=" + archive, "-cp", classPath));
    words.add("-Dcodecsmith.root=" + System.getProperty("codecsmith.root", ".."));
    words.addAll(List.of(CommandTraining.class.getName(), folder.toString()));
    int _ =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(archive.resolveSibling("archive.log").toFile())
            .start()
            .waitFor();
  }

  private static List<Path> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(Path::of)
        .map(Path::toAbsolutePath)
        .filter(Files::exists)
        .toList();
  }

  /** Of the names, sizes and times of all files. */
  private static String fingerprint(List<Path> classPath) throws IOException {
    StringBuilder facts = new StringBuilder(String.join(" ", JAVA));
    for (Path entry : classPath) {
      for (Path file : files(entry)) {
        facts.append(file).append(' ').append(Files.size(file)).append(' ');
        facts.append(Files.getLastModifiedTime(file).toMillis()).append('\n');
      }
    }
    return UUID.nameUUIDFromBytes(facts.toString().getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static List<Path> files(Path entry) throws IOException {
    try (Stream<Path> all = Files.walk(entry)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void pack(Path folder, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (Path each : files(folder)) {
        out.putNextEntry(new JarEntry(folder.relativize(each).toString()));
        Files.copy(each, out);
      }
    }
  }
}
