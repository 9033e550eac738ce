package dev.codecsmith.evolve.proposers;

import dev.codecsmith.evolve.edits.reply.ReplyForm;
import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.evolve.ideas.IdeaBank;
import dev.codecsmith.evolve.ideas.IdeaChoice;
import dev.codecsmith.evolve.ideas.Needs;
import dev.codecsmith.evolve.models.Message;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.Part;
import dev.codecsmith.evolve.prompts.CampaignBrief;
import dev.codecsmith.evolve.prompts.Exhibit;
import dev.codecsmith.evolve.prompts.Notebook;
import dev.codecsmith.evolve.prompts.Prompt;
import dev.codecsmith.evolve.prompts.PromptContext;
import dev.codecsmith.evolve.prompts.PromptContextBuilder;
import dev.codecsmith.evolve.prompts.Prompts;
import dev.codecsmith.evolve.prompts.templates.PromptException;
import dev.codecsmith.evolve.proposal.Candidate;
import dev.codecsmith.evolve.proposal.CandidateBuilder;
import dev.codecsmith.evolve.proposal.ProposalRequest;
import dev.codecsmith.evolve.proposal.Proposer;
import dev.codecsmith.evolve.random.Dice;
import dev.codecsmith.evolve.scorecard.Scorecard;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/**
 * Has language models write programs. The archive chooses what to start from, the prompt shows it
 * with its figures, the newest failures, a few ideas and the lessons so far, and the reply is
 * applied to it.
 *
 * <p>Candidates depend on the request and on the models' replies alone, whatever the order in which
 * iterations are proposed; several may be proposed at once, and each again. Every question has a
 * slot of its own, {@code iteration N, turn T}, so a model that records its replies ({@link
 * dev.codecsmith.evolve.models.calls.RecordingModel}) makes a campaign repeat itself for nothing.
 */
public final class ModelProposer implements Proposer {
  private static final int IDEAS = 4;
  private static final int FAILURES = 3;

  /** Share of prompts that ask for the whole program where there is a parent to edit. */
  private static final double WHOLE_PROGRAMS = 0.2;

  private final ModelProposerSettings settings;
  private final Briefing briefing;
  private final Prompts prompts;
  private final IdeaBank bank;
  private final Writers writers;
  private final ProgramTrial trial;
  private final CampaignMemory memory;
  private final NotebookKeeper notebook;

  /** By iteration, until a history shows that the iteration is past. */
  private final NavigableMap<Integer, Assignment> assignments = new ConcurrentSkipListMap<>();

  private volatile String stopReason = "";

  /**
   * @param bank ideas for prompts
   * @param writers who writes
   * @param trial what a program must pass before it is proposed
   * @throws IllegalArgumentException for an unknown strategy
   */
  public ModelProposer(
      ModelProposerSettings settings,
      Briefing briefing,
      Prompts prompts,
      IdeaBank bank,
      Writers writers,
      ProgramTrial trial) {
    this.settings = settings;
    this.briefing = briefing;
    this.prompts = prompts;
    this.bank = bank;
    this.writers = writers;
    this.trial = trial;
    this.memory =
        new CampaignMemory(settings.strategy(), settings.seed(), FAILURES, settings.editable());
    this.notebook =
        new NotebookKeeper(
            prompts,
            writers.all().stream()
                .filter(writer -> !writer.workspace())
                .map(Writer::model)
                .findFirst(),
            writers.all().stream().map(Writer::proposer).collect(Collectors.toSet()),
            settings.notebookEvery(),
            settings.replyTokens());
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public Optional<String> stopReason() {
    return Optional.of(stopReason).filter(sentence -> !sentence.isEmpty());
  }

  @Override
  public Optional<Candidate> propose(ProposalRequest request)
      throws InfrastructureException, InterruptedException {
    CampaignBrief brief = briefing.brief();
    forget(request.history());
    try {
      Optional<Assignment> found = assignment(request, brief);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      Assignment assignment = found.get();
      Conversation conversation =
          new Conversation(
              assignment,
              prompts,
              brief.clips(),
              request.iteration(),
              settings.repairs(),
              request.proposed(),
              trial);
      return Optional.of(candidate(conversation.hold(), assignment, request.iteration()));
    } catch (ModelException e) {
      if (e.kind() == ModelException.Kind.BUDGET_SPENT) {
        stopReason = String.valueOf(e.getMessage());
        return Optional.empty();
      }
      throw new InfrastructureException(String.valueOf(e.getMessage()), e);
    }
  }

  /** An iteration that is part of a history is not proposed again. */
  private void forget(EvaluationHistory.View history) {
    assignments.headMap(history.size(), true).clear();
  }

  /** What is asked; empty where a campaign edits files that no program with a score has yet. */
  private Optional<Assignment> assignment(ProposalRequest request, CampaignBrief brief)
      throws ModelException, InfrastructureException, InterruptedException {
    Assignment known = assignments.get(request.iteration());
    if (known != null) {
      return Optional.of(known);
    }
    Notebook lessons = notebook.at(request.history(), brief);
    CampaignMemory.Recollection shown =
        memory.recall(request.history(), brief, request.iteration());
    if (shown.parents().isEmpty() && !settings.editable().isAll()) {
      return Optional.empty();
    }
    Writer writer = writers.choose(request.history(), request.iteration());
    PromptContext context = context(brief, shown, lessons, writer, request.iteration());
    Assignment made =
        new Assignment(
            writer,
            shown.choice(),
            context.form(),
            foreign(brief, shown.parents())
                ? Program.of(brief.language(), "", Map.of())
                : shown.parents().getFirst().program(),
            question(context));
    assignments.put(request.iteration(), made);
    return Optional.of(made);
  }

  /** Whether there is nothing to edit: no parent, or one in another language. */
  private static boolean foreign(CampaignBrief brief, List<Exhibit> parents) {
    return parents.isEmpty() || !parents.getFirst().program().language().equals(brief.language());
  }

  private PromptContext context(
      CampaignBrief brief,
      CampaignMemory.Recollection shown,
      Notebook lessons,
      Writer writer,
      int iteration) {
    List<Exhibit> parents = shown.parents();
    Needs needs =
        parents.isEmpty()
            ? Needs.NONE
            : Needs.of(
                Scorecard.of(parents.getFirst().record(), brief.clips(), brief.anchors()),
                Map.of());
    return PromptContextBuilder.builder()
        .campaign(brief)
        .form(form(writer, brief, parents, iteration))
        .parents(parents)
        .inspirations(shown.inspirations())
        .failures(shown.failures())
        .notebook(lessons)
        .ideas(IdeaChoice.draw(bank, needs, shown.ideas(), IDEAS, settings.seed(), iteration))
        .ideaLog(shown.ideas())
        .needs(needs)
        .build();
  }

  private ReplyForm form(Writer writer, CampaignBrief brief, List<Exhibit> parents, int iteration) {
    if (writer.workspace()) {
      return ReplyForm.WORKSPACE;
    }
    // Nobody should have to repeat files that must stay as they are, to the last space.
    boolean whole =
        foreign(brief, parents)
            || (parents.getFirst().program().editable().isEmpty()
                && Dice.of(settings.seed(), iteration, "reply form").uniform() < WHOLE_PROGRAMS);
    return whole ? ReplyForm.WHOLE_PROGRAM : ReplyForm.EDITS;
  }

  private ModelRequest question(PromptContext context) throws InfrastructureException {
    Prompt prompt;
    try {
      prompt = prompts.propose(context, settings.promptTokens());
    } catch (PromptException e) {
      throw new InfrastructureException(String.valueOf(e.getMessage()), e);
    }
    return new ModelRequest(
        List.of(Part.of(prompt.system())),
        List.of(
            Message.user(List.of(Part.stable(prompt.stable() + "\n"), Part.of(prompt.variable())))),
        settings.replyTokens(),
        OptionalDouble.empty(),
        "",
        context.form() == ReplyForm.WORKSPACE
            ? prompts.files(context)
            : Collections.emptySortedMap());
  }

  private static Candidate candidate(
      Conversation.Outcome outcome, Assignment assignment, int iteration) {
    String proposer = assignment.writer().proposer();
    return CandidateBuilder.builder()
        .name(outcome.notes().name().orElse(proposer + " " + iteration))
        .program(outcome.program())
        .proposer(proposer)
        .parents(assignment.choice().parents())
        .prompt(outcome.prompt())
        .reply(outcome.reply())
        .reasoning(outcome.notes().reasoning())
        .fault(outcome.fault())
        .build();
  }
}
