package dev.codecsmith.evolve.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.evolve.edits.reply.ReplyForm;
import dev.codecsmith.evolve.prompts.templates.PromptException;
import dev.codecsmith.evolve.prompts.templates.PromptTemplates;
import dev.codecsmith.evolve.scorecard.Records;
import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.lab.objective.SoftPrices;
import dev.codecsmith.store.ExperimentRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptsTest {
  private static final int PLENTY = 1_000_000;

  private final Prompts prompts = new Prompts(PromptTemplates.shipped());

  PromptsTest() throws PromptException {}

  @Test
  void aPromptShowsContractGoalClipsAndAnchors() throws PromptException {
    Prompt prompt = prompts.propose(PromptContext.start(PromptFixtures.campaign()), PLENTY);
    assertThat(prompt.stable())
        .contains(
            "THE CONTRACT {{not_a_placeholder}}",
            "Beat x264 at low delay.",
            "- alpha: 176x144, 30 fps\n- beta\n",
            "| 40 | 100.0 | 30.00 |",
            "20, 40, 60, 80",
            "30 s of CPU time per megapixel.",
            "<<<<<<< SEARCH");
    assertThat(prompt.system()).contains("Java");
    assertThat(prompt.variable())
        .contains("Write a new codec in Java from nothing")
        .doesNotContain("# The parent", "# Ideas", "# Lessons", "# Other programs", "{{", "\n\n\n");
    assertThat(prompt.stable()).doesNotContain("\n\n\n");
    assertThat(prompt.omitted()).isEmpty();
  }

  @Test
  void aPromptNamesTheQualitiesAndTheBandThatTheCampaignMeasures() throws PromptException {
    String fixed = stable(new MeasuredQualities(Qualities.parse("5,35,65,95"), "-q:v 9", "-q:v 3"));
    assertThat(fixed)
        .contains(
            "Measured are 5, 35, 65, 95.",
            "from what x264-medium reaches at -q:v 9 to what it reaches at -q:v 3")
        .doesNotContain("20, 40", "CRF 37", "CRF 22");

    String chosen = stable(new MeasuredQualities(Qualities.parse("auto"), "CRF 37", "CRF 22"));
    assertThat(chosen)
        .contains(
            "Measured are 20, 40, 60, 80 first, and then, chosen for each program and clip, values"
                + " between them and up to 0 and 100");
  }

  @Test
  void aPromptTellsTheObjectiveAndNothingOfTheUsualOne() throws PromptException {
    Anchor main = Anchors.named("x264-medium");
    MeasuredQualities usual = MeasuredQualities.of(Qualities.DEFAULT, main);
    assertThat(stable(usual.by(Objective.parse("ssim=2,psnr_y=1"), main)))
        .contains(
            "- The score is, in percent and averaged over the clips: mean of the BD-rates by PSNR-Y"
                + " (weight 1), SSIM (weight 2) against x264-medium.")
        .doesNotContain("Quality is PSNR-YUV");
    assertThat(stable(usual.by(Objective.DEFAULT, main)))
        .isEqualTo(stable(usual))
        .contains(
            "- The score is the BD-rate in percent against x264-medium", "Quality is PSNR-YUV")
        .doesNotContain("The score is, in percent");
  }

  @Test
  void noPartOfAPromptSpeaksOfTheUsualScoreWhereTheObjectiveIsAnother() throws PromptException {
    Anchor main = Anchors.named("x264-medium");
    MeasuredQualities usual = MeasuredQualities.of(Qualities.DEFAULT, main);
    String words = "BD-rate by SSIM against x264-medium, plus ";
    for (int parents = 1; parents <= 2; parents++) {
      PromptContext context = PromptFixtures.full(parents, ReplyForm.EDITS);
      CampaignBrief other =
          measured(usual.by(Objective.of("ssim").at(new SoftPrices(0, 1, 0)), main));
      String asked =
          prompts
              .propose(PromptContextBuilder.builder(context).campaign(other).build(), PLENTY)
              .text();
      assertThat(asked)
          .contains(
              parents == 1 ? "so that its score falls: the " + words : "whose score, the " + words,
              "expect it to lower the score.",
              "mean -1.5 points of the score.")
          .doesNotContain("lower the BD-rate", "points of BD-rate", "its BD-rate against");
      assertThat(distilled(other))
          .contains("(the score is in percent the " + words)
          .doesNotContain("a BD-rate in percent");
      assertThat(prompts.propose(context, PLENTY).text())
          .contains(
              parents == 1
                  ? "so that its BD-rate against x264-medium falls."
                  : "whose BD-rate against x264-medium is lower than that of either.",
              "expect it to lower the BD-rate.",
              "points of BD-rate");
    }
    assertThat(distilled(PromptFixtures.campaign()))
        .contains("(the score is a BD-rate in percent, lower is better)");
  }

  private String distilled(CampaignBrief campaign) {
    return prompts.distill(
        campaign,
        new Notebook(List.of()),
        List.of(PromptFixtures.failure(4)),
        _ -> Optional.empty(),
        new Notebook.Size(5, 700));
  }

  private String stable(MeasuredQualities measured) throws PromptException {
    return prompts.propose(PromptContext.start(measured(measured)), PLENTY).stable();
  }

  private static CampaignBrief measured(MeasuredQualities measured) {
    return CampaignBriefBuilder.builder(PromptFixtures.campaign()).qualities(measured).build();
  }

  @Test
  void theParentIsShownWithItsFiguresAndTheAnchorsBesideThem() throws PromptException {
    String text = prompts.propose(PromptFixtures.full(1, ReplyForm.EDITS), PLENTY).variable();
    assertThat(text)
        .contains(
            "Program exp_iter1_x, java, entry Main.",
            "Score: BD-rate +1.50 % against x264-medium over all clips; program 4321 bytes",
            "Clip alpha: BD-rate +1.50 % against x264-medium.",
            "| 20 | 111.0 | 31.00 | 31.00 | 31.00 | 31.00 | 0.9000 | 126.0 | -11.90 % | 1.25 | 1.25 |",
            "FILE: Main.java\n```\nclass Main { /* 1 */ }\n```",
            "Improve the parent",
            "Reply with edits of the parent.")
        .doesNotContain("# The second parent", "Reply with the whole program");
  }

  @Test
  void inspirationsFailuresLessonsAndIdeasAreShown() throws PromptException {
    String text =
        prompts.propose(PromptFixtures.full(1, ReplyForm.WHOLE_PROGRAM), PLENTY).variable();
    assertThat(text)
        .contains(
            "### Inspiration 3\nProgram exp_iter13_x",
            "class Main { /* 13 */ }",
            "### exp_iter24_x\nIt tried: idea of failure 24\n"
                + "It failed (compile-error, while building):\n```text\nMain.java:7: error 24\n```",
            "- lesson 10.",
            "(chroma 1.0)",
            "### Title 1 (IDEA: idea-1)\ntext of idea 1\nPublished gain: gain 1\n",
            "In this campaign: tried once: best -1.5, mean -1.5 points of BD-rate.",
            "Reply with the whole program.");
  }

  @Test
  void anEmptyLineStandsBeforeEachHeadingAndNeverTwo() throws PromptException {
    String text = prompts.propose(PromptFixtures.full(2, ReplyForm.EDITS), 5_000).text();
    assertThat(text).doesNotContain("\n\n\n").doesNotContainPattern("[^\n]\n# ");
  }

  @Test
  void twoParentsAreCrossed() throws PromptException {
    String text = prompts.propose(PromptFixtures.full(2, ReplyForm.EDITS), PLENTY).variable();
    assertThat(text)
        .contains(
            "# The second parent", "class Main { /* 2 */ }", "they apply to the first parent");
  }

  @Test
  void systemAndStablePartAreTheSameInEveryPromptOfACampaign() throws PromptException {
    Prompt first = prompts.propose(PromptContext.start(PromptFixtures.campaign()), PLENTY);
    for (ReplyForm form : List.of(ReplyForm.WHOLE_PROGRAM, ReplyForm.EDITS)) {
      for (int parents = 1; parents <= 2; parents++) {
        Prompt other = prompts.propose(PromptFixtures.full(parents, form), PLENTY);
        assertThat(other.stable()).isEqualTo(first.stable());
        assertThat(other.system()).isEqualTo(first.system());
      }
    }
  }

  @Test
  void figuresAreWrittenAlikeInEveryCountry() throws PromptException {
    Locale before = Locale.getDefault();
    String here = prompts.propose(PromptFixtures.full(2, ReplyForm.EDITS), PLENTY).text();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(prompts.propose(PromptFixtures.full(2, ReplyForm.EDITS), PLENTY).text())
          .isEqualTo(here);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void theLeastUsefulIsLeftOutFirst() {
    PromptContext context = PromptFixtures.full(1, ReplyForm.EDITS);
    List<String> steps = new ArrayList<>();
    Optional<PromptPlan> plan = Optional.of(PromptPlan.everything(context));
    List<String> before = List.of();
    while (plan.isPresent()) {
      List<String> omitted = plan.get().omitted(context);
      for (String what : omitted) {
        String kind = what.replaceAll("[0-9]+( of [0-9]+)? ?", "").strip();
        if (!before.contains(what) && !steps.contains(kind)) {
          steps.add(kind);
        }
      }
      before = omitted;
      plan = plan.get().less();
    }
    assertThat(steps)
        .containsExactly(
            "the source of inspirations",
            "failures, the older ones",
            "ideas",
            "the rate points of inspirations",
            "lessons of the notebook",
            "inspirations",
            "the middle of long errors",
            "the parents' rate points");
  }

  @Test
  void everyBudgetIsKeptAndWhatWasLeftOutIsSaid() throws PromptException {
    PromptContext context = PromptFixtures.full(2, ReplyForm.EDITS);
    int all = prompts.propose(context, PLENTY).estimatedTokens();
    int smallest = all;
    for (int budget = all; budget > 0; budget -= 37) {
      Prompt prompt;
      try {
        prompt = prompts.propose(context, budget);
      } catch (PromptException tooSmall) {
        assertThat(tooSmall).hasMessageContaining("Allow more tokens");
        break;
      }
      smallest = prompt.estimatedTokens();
      assertThat(smallest).isLessThanOrEqualTo(budget);
      assertThat(TokenEstimate.of(prompt.system()) + TokenEstimate.of(prompt.stable()))
          .isLessThan(smallest);
      assertThat(prompt.omitted().isEmpty()).isEqualTo(budget >= all);
      for (String what : prompt.omitted()) {
        assertThat(prompt.variable()).contains(what);
      }
      // What is never left out.
      assertThat(prompt.text())
          .contains("THE CONTRACT", "Beat x264", "/* 1 */", "/* 2 */", "Combine the two parents");
    }
    assertThat(smallest).isLessThan(all * 3 / 4);
    assertThatThrownBy(() -> prompts.propose(context, 100))
        .isInstanceOf(PromptException.class)
        .hasMessageContaining("a prompt may have 100");
  }

  @Test
  void theEstimateIsOneTokenForThreeBytes() {
    assertThat(TokenEstimate.of("")).isZero();
    assertThat(TokenEstimate.of("abcdef")).isEqualTo(2);
    assertThat(TokenEstimate.of("ä€😀")).isEqualTo(3);
  }

  @Test
  void aRepairSaysWhatStandsAndTheExactError() {
    RepairRequest request =
        new RepairRequest(
            RepairRequest.Reason.BUILD,
            "Main.java:3: ';' expected\n```",
            2,
            3,
            PromptFixtures.exhibit(1).program());
    assertThat(prompts.repair(request, PromptFixtures.CLIPS))
        .startsWith("Your reply was applied, but the program does not build.")
        .contains(
            "````text\nMain.java:3: ';' expected\n```\n````",
            "repair 2 of 3",
            "program with your last reply in it (files: Main.java)")
        .doesNotContain("could not be applied", "{{");
    for (RepairRequest.Reason reason : RepairRequest.Reason.values()) {
      RepairRequest other =
          new RepairRequest(reason, "e", 1, 1, PromptFixtures.exhibit(1).program());
      assertThat(prompts.repair(other, PromptFixtures.CLIPS)).contains("files: Main.java");
    }
  }

  @Test
  void anAgentsRepairLeavesTheRulesOnTheFirstPageHoweverLongTheErrorIs() throws PromptException {
    int system =
        bytes(prompts.propose(PromptFixtures.full(1, ReplyForm.WORKSPACE), PLENTY).system());
    for (String line : List.of("X.java:3: error\n", "X.c:3: error: ‘a’ undeclared 😀\n")) {
      String error = "First. " + line.repeat(30_000 / bytes(line)) + "Last.";
      for (RepairRequest.Reason reason : RepairRequest.Reason.values()) {
        RepairRequest request =
            new RepairRequest(reason, error, 1, 2, PromptFixtures.exhibit(1).program());
        String text = prompts.repair(request, PromptFixtures.CLIPS, ReplyForm.WORKSPACE);
        assertThat(text)
            .contains("First.", "Last.", "characters left out")
            .contains("All of it, %d bytes, stands in `error.md`.".formatted(bytes(error)))
            .doesNotContain("Main.java");
        assertThat(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
            .as("no pair is cut in two")
            .isEqualTo(text);
        assertThat(WorkspaceTask.MOST_BYTES + system + bytes(text))
            .as("and a few words of when there is time until")
            .isLessThan(20_000 - 400);
        assertThat(Prompts.files(request, PromptFixtures.CLIPS).get("error.md")).contains(error);
      }
    }
  }

  @Test
  void anAgentReadsAShortErrorAtOnce() {
    RepairRequest request =
        new RepairRequest(
            RepairRequest.Reason.BUILD, "no ;", 1, 2, PromptFixtures.exhibit(1).program());
    assertThat(prompts.repair(request, PromptFixtures.CLIPS, ReplyForm.WORKSPACE))
        .contains("```text\nno ;\n```")
        .doesNotContain("error.md");
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  @Test
  void lessonsAreAskedForFromResultsAndTheNotebookSoFar() {
    ExperimentRecord better =
        Records.succeeded(3, -2, List.of(), List.of(Records.id(1)), "merged the contexts");
    String text =
        prompts.distill(
            PromptFixtures.campaign(),
            new Notebook(List.of("Old lesson.")),
            List.of(better, PromptFixtures.failure(4)),
            id -> id.equals(Records.id(1)) ? Optional.of(5.0) : Optional.empty(),
            new Notebook.Size(5, 700));
    assertThat(text)
        .contains(
            "- Old lesson.",
            "- exp_iter3_x: score -2.00 %; its best parent +5.00 %. It tried: merged the contexts",
            "- exp_iter4_x: failed (compile-error): Main.java:7: error 4. It tried: idea of",
            "at most 5 items and 700 characters");
  }

  @Test
  void anAgentReadsHowToWorkInAFolderAndNotHowToWriteAReply() throws PromptException {
    PromptContext context = PromptFixtures.full(2, ReplyForm.WORKSPACE);
    String text = prompts.propose(context, PLENTY).text();
    assertThat(text)
        .contains(
            "| `./evaluate` | builds", "\"language\": \"java\"", "30 s of CPU time per megapixel")
        .as("how near its parent comes to the limits")
        .containsPattern(
            "It took at most [0-9.]+ CPU s to encode \\(QUALITY [0-9]+\\) and [0-9.]+ to decode")
        .doesNotContain("<<<<<<< SEARCH")
        .doesNotContain("Reply with", "THE CONTRACT", "class Main")
        .doesNotContain("gamma");
    assertThat(prompts.files(context))
        .containsKeys(
            "contract.md",
            "anchors.csv",
            "ideas.md",
            "notebook.md",
            "parents/1/Main.java",
            "parents/1/program.json",
            "parents/2-scorecard.md",
            "inspirations/3/Main.java",
            "failures/exp_iter24_x.md")
        .allSatisfy((path, file) -> assertThat(file).doesNotContain("gamma").isNotBlank());
    assertThat(prompts.files(context).get("parents/1-scorecard.md")).contains("Clip alpha");
  }

  @Test
  void whatAnAgentReadsFirstStaysShortHoweverMuchThereIs() throws PromptException {
    PromptContext all = PromptFixtures.full(2, ReplyForm.WORKSPACE);
    String long30k = "word ".repeat(6_000);
    PromptContext huge =
        PromptContextBuilder.builder(all)
            .campaign(
                CampaignBriefBuilder.builder(all.campaign())
                    .goal("Beat it. " + long30k)
                    .contract(long30k)
                    .build())
            .failures(
                IntStream.rangeClosed(1, 90)
                    .mapToObj(i -> Records.failed(i, "error " + i, List.of(), "idea"))
                    .toList())
            .notebook(
                new Notebook(
                    IntStream.rangeClosed(1, 24).mapToObj(i -> i + " " + "x".repeat(900)).toList()))
            .ideas(IntStream.rangeClosed(1, 90).mapToObj(PromptFixtures::idea).toList())
            .build();
    Prompt prompt = prompts.propose(huge, PLENTY);
    assertThat(bytes(prompt.variable())).isLessThanOrEqualTo(WorkspaceTask.MOST_BYTES);
    assertThat(prompt.text())
        .contains(
            "Beat it.", "All of the goal stands in `goal.md`", "## Rules", "In the files only");
    assertThat(prompts.files(huge).get("goal.md")).contains(long30k);
  }

  @Test
  void anAgentGetsTheAnchorsCurvesOnSearchClipsOnly() {
    String csv = prompts.files(PromptFixtures.full(1, ReplyForm.WORKSPACE)).get("anchors.csv");
    assertThat(csv)
        .startsWith("anchor,clip,setting,bytes,kbps,")
        .contains("x264-medium,alpha,", "x264-medium,beta,")
        .doesNotContain("gamma");
  }
}
