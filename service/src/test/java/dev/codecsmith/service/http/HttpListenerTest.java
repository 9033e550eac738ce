package dev.codecsmith.service.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a listener is not started with. */
class HttpListenerTest {
  @TempDir private Path folder;

  private void refuses(Path keystore, String password, String reason) {
    assertThatThrownBy(() ->
            HttpListener.start(
                new HttpSettings(
                    "127.0.0.1",
                    0,
                    Optional.empty(),
                    Optional.of(new HttpSettings.Tls(keystore, password))),
                List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("The keystore " + keystore + " cannot be used (" + reason)
        .hasMessageContaining("--tls-password-file");
  }

  @Test
  void aKeystoreThatCannotBeUsedIsNotTakenForATakenPort() throws Exception {
    refuses(folder.resolve("none.p12"), "secret", "no such file");
    Path text = Files.writeString(folder.resolve("text.p12"), "no keystore");
    refuses(text, "secret", "");
    KeyStore empty = KeyStore.getInstance("PKCS12");
    empty.load(null, null);
    Path file = folder.resolve("empty.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      empty.store(out, "secret".toCharArray());
    }
    refuses(file, "secret", "there is no private key in it");
    refuses(file, "another", "");
  }
}
