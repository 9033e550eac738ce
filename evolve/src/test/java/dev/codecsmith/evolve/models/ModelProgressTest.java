package dev.codecsmith.evolve.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModelProgressTest {
  private final FakeClock clock = new FakeClock();
  private final List<String> lines = new ArrayList<>();
  private final ModelProgress progress = new ModelProgress(new Heard(), clock, lines::add);

  @Test
  void itSaysWhoWritesWhatHowMuchAndForHowLong() throws Exception {
    progress.asked("big", "iteration 12, turn 1");
    clock.sleep(Duration.ofSeconds(41));
    progress.writing("big", "iteration 12, turn 1", 13_600);
    progress.asked("small", "iteration 13, turn 1");
    progress.ended("big", "iteration 12, turn 1");
    progress.ended("small", "iteration 13, turn 1");
    assertThat(lines)
        .containsExactly(
            "big is thinking about iteration 12, turn 1: 0 s",
            "big is writing iteration 12, turn 1: about 3,400 tokens, 41 s",
            "big is writing iteration 12, turn 1: about 3,400 tokens, 41 s; 1 more call",
            "small is thinking about iteration 13, turn 1: 0 s",
            "");
  }

  @Test
  void aCostThatIsExpectedToBeUnknownIsNoNews() {
    Heard heard = new Heard();
    ModelListener listener = heard.expectingUnknownCostOf(Set.of("mine"));
    listener.costUnknown("mine", "nobody counts");
    listener.costUnknown("big", "no price is known");
    assertThat(heard.unknownCosts).containsExactly("big: no price is known");
  }

  @Test
  void itsSecondsGoOnWhileNoTextArrives() throws Exception {
    progress.tick();
    progress.asked("big", "");
    progress.tick();
    clock.sleep(Duration.ofSeconds(7));
    progress.tick();
    progress.ended("big", "");
    progress.tick();
    assertThat(lines)
        .containsExactly(
            "big is thinking about a reply: 0 s", "big is thinking about a reply: 7 s", "");
  }

  @Test
  void textThatArrivesIsToldOnceASecond() throws Exception {
    progress.asked("big", "");
    for (int i = 1; i <= 40; i++) {
      clock.sleep(Duration.ofMillis(100));
      progress.writing("big", "", 4L * i);
    }
    assertThat(lines).hasSize(5).endsWith("big is writing a reply: about 40 tokens, 4 s");
  }
}
