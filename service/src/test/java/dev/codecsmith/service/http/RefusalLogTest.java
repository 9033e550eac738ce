package dev.codecsmith.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.service.limits.RefusalLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalLogTest {
  private final List<String> lines = new ArrayList<>();
  private Instant now = Instant.EPOCH;
  private final RefusalLog log = new RefusalLog(() -> now, lines::add);

  @Test
  void aStormIsTwoLinesAMinute() {
    for (int i = 0; i < 120_000; i++) {
      log.refused(401, "10.0.0.7 GET /status: no token " + i);
      now = now.plusMillis(1);
    }
    log.tell();
    assertThat(lines)
        .containsExactly(
            "refused with 401: 10.0.0.7 GET /status: no token 0",
            "refused 59999 more with 401, the last: 10.0.0.7 GET /status: no token 59999",
            "refused 60000 more with 401, the last: 10.0.0.7 GET /status: no token 119999");
  }

  @Test
  void theFirstOfEachKindIsWrittenAtOnceWhateverElseComes() {
    log.refused(401, "a");
    log.refused(401, "b");
    log.refused(400, "c");
    assertThat(lines).containsExactly("refused with 401: a", "refused with 400: c");
  }

  @Test
  void whatComesNowAndThenIsWrittenEachTime() {
    log.refused(413, "a");
    now = now.plusSeconds(61);
    log.refused(413, "b");
    assertThat(lines).containsExactly("refused with 413: a", "refused with 413: b");
  }
}
