package dev.codecsmith.evolve.prompts;

import dev.codecsmith.evolve.edits.reply.ReplyForm;
import dev.codecsmith.evolve.ideas.Idea;
import dev.codecsmith.evolve.ideas.IdeaLog;
import dev.codecsmith.evolve.ideas.Needs;
import dev.codecsmith.store.ExperimentRecord;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;

/**
 * All that a prompt is made from.
 *
 * @param campaign what every prompt says
 * @param form whether to ask for edits or for the whole program; without a parent, it is the whole
 *     program
 * @param parents none to start afresh, one to improve, two to cross, the first of which edits apply
 *     to
 * @param inspirations other programs, the most useful first
 * @param failures failed experiments, the newest first
 * @param notebook lessons so far
 * @param ideas from the idea bank, the most useful first
 * @param ideaLog what came of ideas tried before
 * @param needs what the parent lacks
 */
@RecordBuilder
public record PromptContext(
    CampaignBrief campaign,
    ReplyForm form,
    List<Exhibit> parents,
    List<Exhibit> inspirations,
    List<ExperimentRecord> failures,
    Notebook notebook,
    List<Idea> ideas,
    IdeaLog ideaLog,
    Needs needs) {
  public PromptContext {
    if (parents.size() > 2) {
      throw new IllegalArgumentException("a program has at most two parents");
    }
    parents = List.copyOf(parents);
    inspirations = List.copyOf(inspirations);
    failures = List.copyOf(failures);
    ideas = List.copyOf(ideas);
  }

  /** Only a campaign and its first assignment: no parent, nothing tried yet. */
  public static PromptContext start(CampaignBrief campaign) {
    return PromptContextBuilder.builder()
        .campaign(campaign)
        .form(ReplyForm.WHOLE_PROGRAM)
        .parents(List.of())
        .inspirations(List.of())
        .failures(List.of())
        .notebook(Notebook.EMPTY)
        .ideas(List.of())
        .ideaLog(IdeaLog.EMPTY)
        .needs(Needs.NONE)
        .build();
  }

  Optional<Exhibit> parent() {
    return parents.stream().findFirst();
  }

  Optional<Exhibit> secondParent() {
    return parents.stream().skip(1).findFirst();
  }
}
