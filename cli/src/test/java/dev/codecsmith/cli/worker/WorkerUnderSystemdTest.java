package dev.codecsmith.cli.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codecsmith.cli.CommandProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker that listens by https, and a socket of Python's in place of systemd's. */
class WorkerUnderSystemdTest {
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  private static final String RECEIVER =
      """
      import socket, sys
      receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      receiver.bind(sys.argv[1])
      print('bound', flush=True)
      while True:
          print(receiver.recv(4096).decode().replace(chr(10), ' '), flush=True)
      """;

  @TempDir private Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  private Process start(ProcessBuilder builder) throws IOException {
    Process process =
        builder.redirectError(folder.resolve("log" + started.size()).toFile()).start();
    started.add(process);
    return process;
  }

  @Test
  @Timeout(300)
  void systemdIsToldThatTheWorkerIsReadyAliveAndEnding() throws Exception {
    assumeTrue(Files.isExecutable(PYTHON), "There is no Python here.");
    String socket = folder.resolve("notify").toString();
    Process python = start(new ProcessBuilder(PYTHON.toString(), "-c", RECEIVER, socket));
    BufferedReader told = python.inputReader(StandardCharsets.UTF_8);
    assertThat(told.readLine()).isEqualTo("bound");

    ProcessBuilder command =
        CommandProcess.of(
            "worker",
            "--port",
            "0",
            "--data",
            folder.resolve("data").toString(),
            "--tls-keystore",
            keystore().toString(),
            "--tls-password-file",
            Files.writeString(folder.resolve("password"), "a password").toString());
    command.environment().put("NOTIFY_SOCKET", socket);
    command.environment().put("WATCHDOG_USEC", "200000");
    Process worker = start(command);

    assertThat(told.readLine()).isEqualTo("READY=1 STATUS=0 running, 0 queued, 0 done, 0 failed");
    assertThat(told.readLine())
        .isEqualTo("WATCHDOG=1 STATUS=0 running, 0 queued, 0 done, 0 failed");
    worker.destroy();
    String last = told.readLine();
    while (last.startsWith("WATCHDOG=1")) {
      last = told.readLine();
    }
    assertThat(last).startsWith("STOPPING=1 STATUS=It is ending. EXTEND_TIMEOUT_USEC=");
    assertThat(worker.waitFor()).isEqualTo(143);
  }

  private Path keystore() throws Exception {
    Path file = folder.resolve("worker.p12");
    Process keytool =
        start(
            new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storepass",
                "a password",
                "-alias",
                "worker",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost"));
    assertThat(keytool.waitFor()).isZero();
    return file;
  }
}
