package dev.codecsmith.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.store.events.CampaignEvent.CampaignContinued;
import dev.codecsmith.store.events.CampaignEvent.ModelAnswered;
import dev.codecsmith.store.events.CampaignEvent.ModelCalled;
import dev.codecsmith.store.events.CampaignEvent.ModelFailed;
import dev.codecsmith.store.events.CampaignEvent.ModelProgress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelLineTest {
  private static final String SLOT = "iteration 12, turn 1";
  private static final Instant BEGIN = Instant.EPOCH;

  private final ModelLine line = new ModelLine(Clock.fixed(BEGIN.plusSeconds(41), ZoneOffset.UTC));

  private static ModelAnswered answered(String model, String slot) {
    return new ModelAnswered(
        model, slot, "", Optional.empty(), Optional.empty(), Optional.empty(), Duration.ZERO);
  }

  @Test
  void itSaysWhoWritesWhatHowMuchAndForHowLong() {
    assertThat(line.text()).isEmpty();
    line.on(BEGIN, new ModelCalled("big", SLOT));
    assertThat(line.text()).isEqualTo("big is thinking about iteration 12, turn 1: 41 s");
    line.on(BEGIN.plusSeconds(30), new ModelProgress("big", SLOT, 3_400));
    assertThat(line.text())
        .isEqualTo("big is writing iteration 12, turn 1: about 3,400 tokens, 41 s");
    line.on(BEGIN.plusSeconds(40), new ModelCalled("small", ""));
    assertThat(line.text()).endsWith("about 3,400 tokens, 41 s; 1 more call");
    line.on(BEGIN.plusSeconds(41), answered("big", SLOT));
    assertThat(line.text()).isEqualTo("small is thinking about a reply: 1 s");
  }

  @Test
  void aCallThatFailedOrWasKilledIsNotWaitedFor() {
    line.on(BEGIN, new ModelCalled("big", SLOT));
    line.on(
        BEGIN,
        new ModelFailed(
            "big",
            SLOT,
            "It is away.",
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
    assertThat(line.text()).isEmpty();
    line.on(BEGIN, new ModelCalled("big", SLOT));
    line.on(BEGIN, new CampaignContinued(0, 5, Optional.empty()));
    assertThat(line.text()).isEmpty();
  }
}
