package dev.codecsmith.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A machine made of stubs for the launcher to run on: a checkout with a copy of the script, a home
 * folder, and a PATH on which nothing stands but the plain tools and what a test puts there. Its
 * JDKs print how they were called; its Maven "builds" a jar. What a test decides about the machine
 * it decides by these files alone: the script has no switch for tests.
 */
final class FakeMachine implements AutoCloseable {
  /** All that the script may take for granted. */
  private static final List<String> PLAIN_TOOLS =
      List.of(
          "awk",
          "bash",
          "cat",
          "env",
          "find",
          "flock",
          "grep",
          "mkdir",
          "mktemp",
          "mv",
          "readlink",
          "rm",
          "sha256sum",
          "sort",
          "tail",
          "tee");

  private static final List<Path> SYSTEM_JDK_PLACES =
      Stream.of("/usr/lib/jvm", "/usr/java", "/opt")
          .map(Path::of)
          .filter(Files::isDirectory)
          .toList();

  /** What a launch ended with. */
  record Launch(int exitCode, List<String> out, List<String> err) {
    /** The value that the stub of java printed after {@code key=}. */
    String value(String key) {
      return values(key)
          .findFirst()
          .orElseThrow(() -> new AssertionError("no " + key + "= in " + this));
    }

    List<String> arguments() {
      return values("argument").toList();
    }

    private Stream<String> values(String key) {
      String prefix = key + "=";
      return out.stream()
          .filter(line -> line.startsWith(prefix))
          .map(line -> line.substring(prefix.length()));
    }
  }

  final Path checkout;
  final Path home;
  private final Path root;
  private final Path bin;
  private final List<Process> started = new ArrayList<>();

  FakeMachine(Path root) throws IOException {
    this.root = root;
    checkout = root.resolve("a check out");
    home = Files.createDirectories(root.resolve("home"));
    bin = Files.createDirectories(root.resolve("bin"));
    for (String tool : PLAIN_TOOLS) {
      Path real =
          realTool(tool).orElseThrow(() -> new AssertionError(tool + " is not on this machine"));
      tool(tool, "exec '" + real + "' \"$@\"");
    }
    user(1000);
    mavenThat("echo jar >\"$dist/lib/cli.jar\"");
    write(checkout.resolve("pom.xml"), "<project/>");
    write(source(), "class Main {}");
    script(checkout.resolve("codecsmith"), Files.readString(repository().resolve("codecsmith")));
  }

  /** A file of the checkout that the build reads. */
  Path source() {
    return checkout.resolve("cli/src/main/java/Main.java");
  }

  /** Puts a JDK of this version among the JDKs of the home folder. */
  Path jdk(String version) throws IOException {
    return jdk(home.resolve(".jdks/jdk-" + version), version);
  }

  Path jdk(Path folder, String version) throws IOException {
    write(folder.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(folder.resolve("bin/javac"), "#!/bin/bash\necho javac " + version);
    javaThat(folder, "");
    return folder;
  }

  /** Changes the java of a JDK: it runs these commands after it has printed how it was called. */
  void javaThat(Path jdk, String commands) throws IOException {
    script(
        jdk.resolve("bin/java"),
        """
        #!/bin/bash
        for argument; do [[ $argument != -XX:AOTCacheOutput=* ]] || exit 0; done
        echo "jdk=${0%%/bin/java}"
        echo "pid=$$"
        echo "folder=$PWD"
        printf 'argument=%%s\\n' "$@"
        %s
        """
            .formatted(commands));
  }

  /**
   * Changes Maven: it counts the call and runs these commands, with the folder that it shall fill
   * in {@code $dist}.
   */
  void mavenThat(String commands) throws IOException {
    tool(
        "mvn",
        """
        echo "$@" >>'%s'
        for argument; do [[ $argument != -Dcodecsmith.dist=* ]] || dist=${argument#*=}; done
        [[ -z ${dist-} ]] || mkdir -p "$dist/lib"
        echo '[INFO] Building cli 0.1.0                           [1/1]'
        %s
        """
            .formatted(root.resolve("maven-calls"), commands));
  }

  List<String> mavenCalls() throws IOException {
    Path calls = root.resolve("maven-calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  /** The finished builds that the checkout holds. */
  List<Path> builds() throws IOException {
    Path dists = checkout.resolve("target/dist");
    if (!Files.exists(dists)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(dists)) {
      return entries.filter(Files::isDirectory).toList();
    }
  }

  void user(int id) throws IOException {
    tool("id", "echo " + id);
  }

  /** Puts a command on the PATH. */
  void tool(String name, String commands) throws IOException {
    Files.deleteIfExists(bin.resolve(name));
    script(bin.resolve(name), "#!/bin/bash\n" + commands);
  }

  void link(String name, Path target) throws IOException {
    Files.createSymbolicLink(bin.resolve(name), target);
  }

  Path binFile(String name) {
    return bin.resolve(name);
  }

  /** A named pipe, on which a stub and a test wait for each other. */
  Path pipe(String name) throws IOException, InterruptedException {
    Path pipe = root.resolve(name);
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    return pipe;
  }

  Launch launch(String... arguments) throws IOException, InterruptedException {
    return launch(Map.of(), arguments);
  }

  Launch launch(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return finish(
        start(List.of(), checkout, environment, checkout.resolve("codecsmith"), arguments));
  }

  /** Launches from another folder, by another path to the script. */
  Launch launchFrom(Path folder, Path script) throws IOException, InterruptedException {
    return finish(start(List.of(), folder, Map.of(), script));
  }

  /**
   * Launches where the folders of the system hold no JDK, whatever this real machine has in them.
   */
  Launch launchWithoutSystemJdks(String... arguments) throws IOException, InterruptedException {
    List<String> hidden = new ArrayList<>();
    if (!SYSTEM_JDK_PLACES.isEmpty()) {
      hidden.addAll(
          List.of(realTool("bwrap").map(Path::toString).orElse("bwrap"), "--dev-bind", "/", "/"));
      SYSTEM_JDK_PLACES.forEach(place -> hidden.addAll(List.of("--tmpfs", place.toString())));
      assumeTrue(works(hidden), "hiding the JDKs of this machine takes a working bubblewrap");
    }
    return finish(start(hidden, checkout, Map.of(), checkout.resolve("codecsmith"), arguments));
  }

  Process start(String... arguments) throws IOException {
    return start(List.of(), checkout, Map.of(), checkout.resolve("codecsmith"), arguments);
  }

  private Process start(
      List<String> wrapper,
      Path folder,
      Map<String, String> environment,
      Path script,
      String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(wrapper);
    command.add(script.toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(Map.of("HOME", home.toString(), "PATH", bin.toString()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    started.add(process);
    process.getOutputStream().close();
    return process;
  }

  Launch finish(Process process) throws IOException, InterruptedException {
    Path err = Files.createTempFile(root, "err", "");
    Thread reader =
        Thread.ofVirtual()
            .start(() -> {
              try {
                Files.write(err, process.getErrorStream().readAllBytes());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    List<String> out;
    try (BufferedReader lines = process.inputReader()) {
      out = lines.lines().toList();
    }
    reader.join();
    return new Launch(process.waitFor(), out, Files.readAllLines(err));
  }

  @Override
  public void close() {
    started.forEach(process -> {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    });
  }

  static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
  }

  static Path repository() {
    return Path.of(System.getProperty("codecsmith.root", ".."));
  }

  private static void script(Path file, String text) throws IOException {
    write(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static boolean works(List<String> wrapper) throws InterruptedException {
    List<String> command = new ArrayList<>(wrapper);
    command.add("true");
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<Path> realTool(String name) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
