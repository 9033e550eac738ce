package dev.codecsmith.sandbox.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codecsmith.sandbox.host.FirstProcessTest;
import dev.codecsmith.sandbox.languages.LanguageCheckTest;
import dev.codecsmith.sandbox.run.DirectProcessesTest;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sandbox in the hands of a user who is not root, owns nothing and may make no control group:
 * what is promised to such a user holds too, and what is not held is said.
 */
class OrdinaryUserTest {
  private static final String NOBODY = "65534";

  @TempDir private Path folder;
  private Path home;

  @BeforeEach
  void becomeNobody() throws Exception {
    assumeTrue(
        System.getProperty("user.name").equals("root") && canBecomeNobody(),
        "skipped: this process may not become another user");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    home = Files.createDirectories(folder.resolve("home"));
    Files.setAttribute(home, "unix:uid", Integer.parseInt(NOBODY));
  }

  private static boolean canBecomeNobody() throws InterruptedException {
    try {
      return new ProcessBuilder(asNobody("true")).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> asNobody(String... command) {
    List<String> all =
        new ArrayList<>(
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    all.addAll(List.of(command));
    return all;
  }

  @Test
  void hostileProgramsCostNothingAndLimitsHoldOrAreSaidNotTo() throws Exception {
    List<String> said =
        suite(
            HostileSuiteTest.class,
            FirstProcessTest.class,
            LimitsInForceTest.class,
            LimitsWithoutControlGroupsTest.class,
            DirectProcessesTest.class,
            LanguageCheckTest.class);
    assertThat(said.stream().filter(line -> line.startsWith("FAILED"))).isEmpty();
    assertThat(said.stream().filter(line -> line.startsWith("ABORTED")))
        .allMatch(line ->
            line.matches(".*(no Rust compiler|skipped: only for |no users for programs).*"));
    assertThat(said).last().asString().startsWith("held ");
    assertThat(Integer.parseInt(said.getLast().substring(5))).isGreaterThan(40);
  }

  /** The lines that {@link SuiteOfAnotherUser} prints for these classes. */
  private List<String> suite(Class<?>... classes) throws Exception {
    Path sources = Files.createDirectories(home.resolve("src/test"));
    copy(Path.of("src/test/resources"), sources.resolve("resources"));
    List<String> command =
        asNobody(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            readableClassPath(),
            SuiteOfAnotherUser.class.getName());
    Stream.of(classes).map(Class::getName).forEach(command::add);
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
    builder.environment().put("HOME", home.toString());
    Path errors = folder.resolve("errors");
    Process process = builder.redirectError(errors.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(() -> output + errors(errors)).isZero();
    return output.lines().toList();
  }

  private static String errors(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The class path of this process, copied to where everybody may read. */
  private String readableClassPath() throws IOException {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path from = Path.of(entry);
      Path to = folder.resolve("lib" + entries.size()).resolve(from.getFileName());
      if (Files.exists(from)) {
        Files.createDirectories(to.getParent());
        copy(from, to);
        entries.add(to.toString());
      }
    }
    return entries.stream().collect(Collectors.joining(File.pathSeparator));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path target = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.copy(each, target);
        }
      }
    }
  }
}
