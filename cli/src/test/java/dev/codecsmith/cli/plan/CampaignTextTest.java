package dev.codecsmith.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CampaignTextTest {
  @Test
  void aNewBudgetReplacesWhatTheTextSaysAndLeavesTheRest() {
    String text =
        "name: 'true'\nseed: 7  # lucky\niterations: 3\nclips: [/a b.y4m]\nlimits: {start_seconds: 0.5}\n";
    CampaignPlan before = CampaignFile.of("text", text);
    CampaignPlan plan =
        CampaignFile.of(
            "text",
            CampaignText.withBudget(
                text,
                OptionalInt.of(9),
                Optional.of(new BigDecimal("2.50")),
                OptionalLong.of(5_000_000_000L)));
    assertThat(plan.iterations()).isEqualTo(9);
    assertThat(plan.models().budget().usd())
        .hasValueSatisfying(usd -> assertThat(usd).isEqualByComparingTo("2.5"));
    assertThat(plan.models().budget().tokens()).hasValue(5_000_000_000L);
    assertThat(
            plan.with(changes -> {
              changes.iterations = 3;
              changes.models = before.models();
            }))
        .isEqualTo(before);
    String same =
        CampaignText.withBudget(text, OptionalInt.empty(), Optional.empty(), OptionalLong.empty());
    assertThat(CampaignFile.of("text", same)).isEqualTo(before);
  }

  @Test
  void anEmptyTextGetsABudgetAndWhatIsNoneIsRefused() {
    assertThat(
            CampaignText.withBudget("", OptionalInt.of(2), Optional.empty(), OptionalLong.empty())
                .strip())
        .isEqualTo("{iterations: 2}");
    for (String text : new String[] {"[1]", "a: [", "words"}) {
      assertThatThrownBy(() ->
              CampaignText.withBudget(
                  text, OptionalInt.of(2), Optional.empty(), OptionalLong.empty()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith(".");
    }
  }
}
