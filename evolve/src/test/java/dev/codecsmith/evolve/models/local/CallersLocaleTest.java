package dev.codecsmith.evolve.models.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallersLocaleTest {
  private static Map<String, String> restored(Map<String, String> environment) {
    Map<String, String> changed = new HashMap<>(environment);
    CallersLocale.restore(changed);
    return changed;
  }

  @Test
  void whatTheLauncherChangedIsPutBack() {
    assertThat(restored(Map.of("LC_ALL", "C.UTF-8", "CODECSMITH_CALLERS_LC_ALL", "POSIX")))
        .isEqualTo(Map.of("LC_ALL", "POSIX"));
    assertThat(restored(Map.of("LC_ALL", "C.UTF-8", "CODECSMITH_CALLERS_LC_ALL", "", "LANG", "C")))
        .isEqualTo(Map.of("LANG", "C"));
  }

  @Test
  void whatTheLauncherDidNotChangeStays() {
    assertThat(restored(Map.of("LC_ALL", "de_DE.UTF-8")))
        .isEqualTo(Map.of("LC_ALL", "de_DE.UTF-8"));
  }
}
