package dev.codecsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.evolve.CampaignRules;
import dev.codecsmith.lab.Cascade;
import dev.codecsmith.store.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What a person asks for, by options and in a file, and what is kept of it. */
class CampaignPlanTest {
  @TempDir private Path folder;

  private static CampaignPlan plan(String... arguments) throws IOException {
    CampaignOptions options = new CampaignOptions();
    @CommandLine.Command
    final class Holder {
      @CommandLine.Mixin private final CampaignOptions mixed = options;
    }
    Holder holder = new Holder();
    new CommandLine(holder).parseArgs(arguments);
    return holder.mixed.plan();
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("campaign.yaml"), text);
  }

  @Test
  void optionsAndFileSayTheSame() throws Exception {
    CampaignRules rules =
        new CampaignRules(
            OptionalDouble.of(-12.5), Optional.of(Duration.ofMinutes(90)), Duration.ofSeconds(60));
    CampaignPlan byOptions =
        plan(
            "--target=-12.5",
            "--time=1h30m",
            "--pause=60s",
            "--lag=4",
            "--tune-between=3",
            "--cascade=8",
            "--device=/dev/null");
    CampaignPlan byFile =
        CampaignFile.read(
            file(
                """
                target: -12.5
                time: 90m
                pause: 60s
                lag: 4
                tune_between: 3
                cascade: {frames: 8}
                devices: [/dev/null]
                """));
    assertThat(byOptions).isEqualTo(byFile);
    assertThat(byOptions.rules()).isEqualTo(rules);
    assertThat(byOptions.cascade()).contains(new Cascade(8, List.of(30, 70), 50));
    assertThat(byOptions.devices()).containsExactly(Path.of("/dev/null"));
    assertThat(byOptions.lag()).isEqualTo(4);
    assertThat(byOptions.tuneBetween()).isEqualTo(3);
  }

  @Test
  void optionsWinOverTheFile() throws Exception {
    Path file = file("target: -10\niterations: 5\nseed: 3\n");
    CampaignPlan plan = plan("--campaign", file.toString(), "--target=-20", "--seed=4");
    assertThat(plan.rules().target()).hasValue(-20);
    assertThat(plan.seed()).isEqualTo(4);
    assertThat(plan.iterations()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1x", "h", "-5s", "1m1h"})
  void aTimeThatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> Times.parse("--time", text))
        .hasMessageContaining("--time takes a time such as");
  }

  @Test
  void anEmptyListOfClipsIsNoWishForGeneratedOnes() throws Exception {
    Path file = file("clips: []\n");
    assertThatThrownBy(() -> CampaignFile.read(file)).hasMessageContaining("'clips' is empty");
  }

  @Test
  void aKeyGivenTwiceIsAnError() throws Exception {
    Path file = file("frames: 4\nframes: 5\n");
    assertThatThrownBy(() -> CampaignFile.read(file)).hasMessageContaining("frames");
  }

  @Test
  void aKeptPlanIsThePlan() throws Exception {
    CampaignPlan plan =
        plan("--clip=a.y4m", "--hold-out=b.y4m", "--time=8h", "--target=-3", "--strategy=greedy");
    try (DataDirectory data = DataDirectory.open(folder, DataDirectory.Access.WRITE)) {
      StoredPlan.keep(data.experiments(), "campaign_1", plan);
      CampaignPlan kept = StoredPlan.of(data.experiments(), "campaign_1");
      assertThat(kept)
          .isEqualTo(
              plan.with(changes -> {
                changes.clips = List.of(Path.of("a.y4m").toAbsolutePath());
                changes.heldOut = List.of(Path.of("b.y4m").toAbsolutePath());
              }));
      assertThatThrownBy(() -> StoredPlan.of(data.experiments(), "campaign_2"))
          .hasMessageContaining("was not kept; give the command");
      data.experiments().cache("plan/campaign_3", "{\"name\":1}");
      assertThatThrownBy(() -> StoredPlan.of(data.experiments(), "campaign_3"))
          .hasMessageContaining("another version");
    }
  }
}
