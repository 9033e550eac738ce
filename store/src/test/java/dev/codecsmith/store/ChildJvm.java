package dev.codecsmith.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another process that runs a main class of the tests, to be talked to and killed. */
public final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader lines;

  private ChildJvm(Process process) {
    this.process = process;
    this.lines = process.inputReader(StandardCharsets.UTF_8);
  }

  public static ChildJvm start(Class<?> main, Object... arguments) throws IOException {
    return start(List.of(), List.of(), main, arguments);
  }

  /**
   * Starts it with more options.
   *
   * @param options for the JVM
   */
  public static ChildJvm startWith(List<String> options, Class<?> main, Object... arguments)
      throws IOException {
    return start(List.of(), options, main, arguments);
  }

  /**
   * Starts it by another program.
   *
   * @param wrapper the words that stand before the command
   */
  public static ChildJvm startIn(List<String> wrapper, Class<?> main, Object... arguments)
      throws IOException {
    return start(wrapper, List.of(), main, arguments);
  }

  private static ChildJvm start(
      List<String> wrapper, List<String> options, Class<?> main, Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new ChildJvm(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Sends it a line. */
  public void tell(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  public long pid() {
    return process.pid();
  }

  /** The next line it prints; fails if it ends instead. */
  public String line() throws IOException {
    String line = lines.readLine();
    if (line == null) {
      throw new IOException("the child process ended before it printed what the test waits for");
    }
    return line;
  }

  /** Kills it with SIGKILL and returns what it printed until then, whole lines only. */
  public List<String> kill() throws IOException, InterruptedException {
    // Process.destroyForcibly would close the stream with lines in it that were not read yet.
    process.toHandle().destroyForcibly();
    process.waitFor();
    StringBuilder rest = new StringBuilder();
    for (int c = lines.read(); c >= 0; c = lines.read()) {
      rest.append((char) c);
    }
    int end = rest.lastIndexOf("\n");
    return end < 0 ? List.of() : List.of(rest.substring(0, end).split("\n"));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
