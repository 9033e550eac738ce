package dev.codecsmith.sandbox.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real socket, which Python opens. */
@Timeout(60)
class UnixDatagramsTest {
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  @TempDir private Path folder;

  private static void received(String address, String... messages) throws Exception {
    assumeTrue(Files.isExecutable(PYTHON), "There is no Python here.");
    String script =
        """
        import socket, sys
        name = sys.argv[1]
        receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        receiver.bind(chr(0) + name[1:] if name[0] == '@' else name)
        print('bound', flush=True)
        for each in range(int(sys.argv[2])):
            print(receiver.recv(4096).hex(), flush=True)
        """;
    Process python =
        new ProcessBuilder(
                PYTHON.toString(), "-c", script, address, Integer.toString(messages.length))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = python.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine()).isEqualTo("bound");
      for (String message : messages) {
        UnixDatagrams.send(address, message);
        byte[] got = HexFormat.of().parseHex(lines.readLine());
        assertThat(new String(got, StandardCharsets.UTF_8)).isEqualTo(message);
      }
    } finally {
      python.destroyForcibly().waitFor();
    }
  }

  @Test
  void messagesReachASocketWithAFileWhole() throws Exception {
    received(folder.resolve("notify").toString(), "READY=1\nSTATUS=größer", "WATCHDOG=1");
  }

  @Test
  void messagesReachASocketWithANameOnly() throws Exception {
    received("@codecsmith-test-" + ProcessHandle.current().pid(), "READY=1", "");
  }

  @Test
  void whereNobodyReceivesItIsSaid() {
    assertThatThrownBy(() -> UnixDatagrams.send(folder.resolve("nothing").toString(), "READY=1"))
        .isInstanceOf(PosixException.class)
        .hasMessageContaining("nothing: No such file");
  }

  @Test
  void whatIsNoAddressIsRefused() {
    for (String wrong : new String[] {"", "relative", "/" + "x".repeat(107)}) {
      assertThatThrownBy(() -> UnixDatagrams.send(wrong, "READY=1"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is no address of a socket");
    }
  }
}
