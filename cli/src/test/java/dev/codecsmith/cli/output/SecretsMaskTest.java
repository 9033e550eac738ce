package dev.codecsmith.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretsMaskTest {
  @Test
  void whatIsKnownAndWhatLooksLikeASecretIsMasked() {
    SecretsMask.know("hunter2hunter2");
    SecretsMask.knowAll(Map.of("SOME_API_KEY", "sk-of-a-test", "HOME", "/home/of-a-test"));
    assertThat(SecretsMask.masked("the token hunter2hunter2, the key sk-of-a-test"))
        .isEqualTo("the token ***, the key ***");
    assertThat(SecretsMask.masked("/home/of-a-test")).isEqualTo("/home/of-a-test");
    assertThat(SecretsMask.masked("Authorization: Bearer abc.def-1"))
        .isEqualTo("Authorization: Bearer ***");
    assertThat(SecretsMask.masked("https://me:word@host/x and https://host/a@b"))
        .isEqualTo("https://me:***@host/x and https://host/a@b");
    assertThat(SecretsMask.masked("GET /a?X-Amz-Signature=0123&X-Amz-Date=1"))
        .isEqualTo("GET /a?X-Amz-Signature=***&X-Amz-Date=1");
  }
}
