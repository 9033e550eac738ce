package dev.codecsmith.service.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class BearerTokenTest {
  private static final BearerToken TOKEN = new BearerToken("0123456789abcdef");

  @Test
  void onlyTheTokenItselfIsLetIn() {
    assertThat(TOKEN.isShownIn(Optional.of("Bearer 0123456789abcdef"))).isTrue();
    assertThat(TOKEN.isShownIn(Optional.of("Bearer 0123456789abcde"))).isFalse();
    assertThat(TOKEN.isShownIn(Optional.of("Bearer 0123456789abcdef0"))).isFalse();
    assertThat(TOKEN.isShownIn(Optional.of("Basic 0123456789abcdef"))).isFalse();
    assertThat(TOKEN.isShownIn(Optional.of("0123456789abcdef"))).isFalse();
    assertThat(TOKEN.isShownIn(Optional.empty())).isFalse();
  }

  @Test
  void oneThatIsMadeIsLongIsNewAndIsNotPrinted() {
    BearerToken made = BearerToken.made();
    assertThat(made.text()).hasSize(32).isNotEqualTo(BearerToken.made().text());
    assertThat(made.toString()).doesNotContain(made.text());
  }
}
