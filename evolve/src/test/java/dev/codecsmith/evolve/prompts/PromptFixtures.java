package dev.codecsmith.evolve.prompts;

import dev.codecsmith.evolve.edits.reply.ReplyForm;
import dev.codecsmith.evolve.ideas.Idea;
import dev.codecsmith.evolve.ideas.IdeaBuilder;
import dev.codecsmith.evolve.ideas.IdeaLog;
import dev.codecsmith.evolve.ideas.IdeaOutcome;
import dev.codecsmith.evolve.ideas.IdeaTag;
import dev.codecsmith.evolve.ideas.Needs;
import dev.codecsmith.evolve.scorecard.ClipRoles;
import dev.codecsmith.evolve.scorecard.Records;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ExperimentRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A campaign with two search clips and one held out, and something of everything to show. */
public final class PromptFixtures {
  static final ClipRoles CLIPS = new ClipRoles(List.of("alpha", "beta"), List.of("gamma"));

  private PromptFixtures() {}

  public static CampaignBrief campaign() {
    return CampaignBriefBuilder.builder()
        .contract("THE CONTRACT {{not_a_placeholder}}")
        .goal("Beat x264 at low delay.")
        .language("java")
        .clips(CLIPS)
        .clipFacts(new TreeMap<>(Map.of("alpha", "176x144, 30 fps", "gamma", "secret facts")))
        .anchors(Records.anchors("alpha", "beta", "gamma"))
        .qualities(new MeasuredQualities(Qualities.DEFAULT, "CRF 37", "CRF 22"))
        .limits("30 s of CPU time per megapixel.")
        .build();
  }

  static Exhibit exhibit(int iteration) {
    ExperimentRecord record =
        Records.succeeded(
            iteration,
            iteration + 0.5,
            List.of(
                Records.point("alpha", 20, 110 + iteration, 31),
                Records.point("alpha", 60, 444, 37),
                Records.point("beta", 20, 120, 31),
                Records.point("gamma", 20, 77123.4, 31.987)),
            List.of(),
            "reasoning of " + iteration);
    return new Exhibit(
        Program.of("java", "Main", Map.of("Main.java", "class Main { /* " + iteration + " */ }\n")),
        record);
  }

  static ExperimentRecord failure(int iteration) {
    return Records.failed(
        iteration, "Main.java:7: error " + iteration, List.of(), "idea of failure " + iteration);
  }

  static Idea idea(int number) {
    return IdeaBuilder.builder()
        .id("idea-" + number)
        .title("Title " + number)
        .tags(Set.of(IdeaTag.INTRA))
        .gain("gain " + number)
        .cost("cost " + number)
        .source("source " + number)
        .needs(List.of())
        .text("text of idea " + number)
        .build();
  }

  /** Two parents of which the second is optional, three inspirations, and four of the rest. */
  static PromptContext full(int parents, ReplyForm form) {
    return PromptContextBuilder.builder()
        .campaign(campaign())
        .form(form)
        .parents(IntStream.rangeClosed(1, parents).mapToObj(PromptFixtures::exhibit).toList())
        .inspirations(IntStream.rangeClosed(11, 13).mapToObj(PromptFixtures::exhibit).toList())
        .failures(IntStream.rangeClosed(21, 24).mapToObj(i -> failure(45 - i)).toList())
        .notebook(
            new Notebook(IntStream.rangeClosed(1, 10).mapToObj(i -> "lesson " + i + ".").toList()))
        .ideas(IntStream.rangeClosed(1, 4).mapToObj(PromptFixtures::idea).toList())
        .ideaLog(IdeaLog.EMPTY.plus(new IdeaOutcome("idea-1", "e", Optional.of(-1.5), false)))
        .needs(Needs.NONE.plus(IdeaTag.CHROMA, 1))
        .build();
  }
}
