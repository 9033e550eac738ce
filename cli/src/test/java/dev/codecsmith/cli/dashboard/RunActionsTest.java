package dev.codecsmith.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.dashboard.actions.Action;
import dev.codecsmith.service.protocol.RefusedException;
import dev.codecsmith.store.data.DataDirectory;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The budget of a campaign that this process runs. */
class RunActionsTest {
  private static final String CAMPAIGN = "campaign_1";

  @TempDir private Path folder;
  private DataDirectory data;
  private RunActions actions;

  @BeforeEach
  void run() throws IOException {
    StoreOption option = StoreOption.inFolder(folder);
    data = option.open();
    data.announce(CAMPAIGN);
    actions = new RunActions(new StoredActions(option, data));
    actions.run(
        CAMPAIGN,
        budget -> {
          if (budget.iterations().orElse(0) > 500) {
            throw new IllegalArgumentException("That is too many.");
          }
        });
  }

  @AfterEach
  void close() {
    data.close();
  }

  private static Action.NewBudget iterations(int iterations) {
    return new Action.NewBudget(
        CAMPAIGN, OptionalInt.of(iterations), Optional.empty(), OptionalLong.empty());
  }

  private static Action.NewBudget dollars(int dollars) {
    return new Action.NewBudget(
        CAMPAIGN,
        OptionalInt.empty(),
        Optional.of(BigDecimal.valueOf(dollars)),
        OptionalLong.empty());
  }

  @Test
  void oneThatIsGivenBeforeAnotherWasTakenIsNotLost() throws Exception {
    assertThat(actions.perform(iterations(100))).contains("new budget");
    assertThat(actions.perform(dollars(20))).contains("new budget");
    assertThat(actions.perform(dollars(30))).contains("new budget");
    assertThat(actions.pause()).isPresent();
    assertThat(actions.take())
        .contains(
            new Action.NewBudget(
                CAMPAIGN,
                OptionalInt.of(100),
                Optional.of(BigDecimal.valueOf(30)),
                OptionalLong.empty()));
  }

  @Test
  void oneThatTheCampaignCannotGoOnWithIsRefusedAndTheCampaignIsNotPaused() {
    assertThatThrownBy(() -> actions.perform(iterations(1000)))
        .isInstanceOf(RefusedException.class)
        .hasMessage("That is too many.");
    assertThat(actions.pause()).isEmpty();
    assertThat(actions.take()).isEmpty();
  }

  @Test
  void oneForACampaignThatIsOverIsRefused() throws Exception {
    assertThat(actions.possible(CAMPAIGN)).contains(Action.Kind.BUDGET);
    assertThat(actions.take()).isEmpty();
    assertThat(actions.possible(CAMPAIGN)).doesNotContain(Action.Kind.BUDGET);
    assertThatThrownBy(() -> actions.perform(iterations(100)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("campaign resume " + CAMPAIGN);
  }
}
