package dev.codecsmith.evolve.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.evolve.edits.reply.ReplyForm;
import dev.codecsmith.evolve.ideas.IdeaLog;
import dev.codecsmith.evolve.ideas.Needs;
import dev.codecsmith.evolve.prompts.templates.PromptException;
import dev.codecsmith.evolve.prompts.templates.PromptTemplates;
import dev.codecsmith.evolve.scorecard.ClipRoles;
import dev.codecsmith.evolve.scorecard.Records;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Nothing of a held-out clip reaches a model: not its name, not a figure of its. */
class HoldOutTest {
  /** Digits that no search clip's figure has. */
  private static final double SECRET = 98765.4321;

  @Property(seed = "6", tries = 300)
  void noPromptNamesAHeldOutClipOrShowsAFigureOfIts(
      @ForAll("names") String hidden, @ForAll("sentences") String sentence, @ForAll int dice)
      throws PromptException {
    ClipRoles clips = new ClipRoles(List.of("alpha", "beta"), List.of(hidden));
    String telling = sentence.replace("CLIP", hidden) + " " + SECRET;
    ExperimentRecord record =
        Records.record(
            7,
            dice % 2 == 0 ? ExperimentStatus.SUCCEEDED : ExperimentStatus.FAILED,
            List.of(
                Records.point("alpha", 20, 123, 33),
                RatePointBuilder.builder()
                    .clip(hidden)
                    .quality(20)
                    .bytes(9876)
                    .bitrateKbps(SECRET)
                    .metrics(Map.of("psnr_y", 98.765, "psnr_u", 98.765, "psnr_v", 98.765))
                    .encode(new RatePoint.Resources(SECRET, SECRET, 1))
                    .decode(new RatePoint.Resources(SECRET, SECRET, 1))
                    .bitstreamSha256("")
                    .framesSha256("")
                    .build()),
            Map.of(
                "x264-medium",
                new AnchorComparison(
                    new BdRate.Value(SECRET, 1),
                    Map.of("alpha", new BdRate.Value(4, 1), hidden, new BdRate.Value(SECRET, 1)))),
            dice % 2 == 0 ? Optional.of(4.0) : Optional.empty(),
            dice % 2 == 0
                ? Optional.empty()
                : Optional.of(new Failure(FailureKind.CRASHED, ExperimentStatus.ENCODING, telling)),
            List.of(),
            telling);
    CampaignBrief campaign =
        CampaignBriefBuilder.builder()
            .contract("contract")
            .goal("goal")
            .language("java")
            .clips(clips)
            .clipFacts(new TreeMap<>(Map.of("alpha", telling, hidden, "shows " + SECRET)))
            .anchors(Records.anchors("alpha", hidden))
            .qualities(new MeasuredQualities(Qualities.DEFAULT, "CRF 37", "CRF 22"))
            .limits("")
            .build();
    Exhibit exhibit = new Exhibit(Program.of("java", "M", Map.of("M.java", "class M {}")), record);
    PromptContext context =
        PromptContextBuilder.builder()
            .campaign(campaign)
            .form(ReplyForm.EDITS)
            .parents(List.of(exhibit, exhibit))
            .inspirations(List.of(exhibit))
            .failures(List.of(record))
            .notebook(new Notebook(List.of("Fine lesson.", telling)))
            .ideas(List.of())
            .ideaLog(IdeaLog.EMPTY)
            .needs(Needs.NONE)
            .build();
    Prompts prompts = new Prompts(PromptTemplates.shipped());
    String distill =
        prompts.distill(
            campaign,
            new Notebook(List.of(telling)),
            List.of(record),
            id -> Optional.empty(),
            Notebook.Size.DEFAULT);
    String repair =
        prompts.repair(
            new RepairRequest(RepairRequest.Reason.SMOKE, telling, 1, 2, exhibit.program()), clips);
    for (String text : List.of(prompts.propose(context, 1_000_000).text(), distill, repair)) {
      assertThat(text).doesNotContainIgnoringCase(hidden).doesNotContain("98765", "98.7");
    }
  }

  @Test
  void aGoalThatNamesAHeldOutClipIsRefused() {
    CampaignBrief good = PromptFixtures.campaign();
    assertThatThrownBy(() ->
            CampaignBriefBuilder.builder()
                .contract(good.contract())
                .goal("Do well on gamma.")
                .language(good.language())
                .clips(good.clips())
                .clipFacts(good.clipFacts())
                .anchors(good.anchors())
                .qualities(good.qualities())
                .limits(good.limits())
                .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("goal names a held-out clip");
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of(
        "hidden-clip", "Zulu_352x288", "old town cross", "park.y4m.orig", "clip99");
  }

  @Provide
  Arbitrary<String> sentences() {
    return Arbitraries.of(
        "encoding CLIP crashed",
        "/tmp/CLIP.y4m: No such file",
        "expected 300 frames of (CLIP)",
        "CLIP",
        "[CLIP] exit code 139\nat q=20");
  }
}
