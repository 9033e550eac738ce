package dev.codecsmith.evolve.proposers;

import dev.codecsmith.evolve.Candidate;
import dev.codecsmith.evolve.ProposalRequest;
import dev.codecsmith.evolve.Proposer;
import dev.codecsmith.evolve.archive.Choice;
import dev.codecsmith.evolve.archive.Dice;
import dev.codecsmith.evolve.edits.ReplyForm;
import dev.codecsmith.evolve.ideas.IdeaBank;
import dev.codecsmith.evolve.ideas.IdeaChoice;
import dev.codecsmith.evolve.ideas.Needs;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.Message;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.Part;
import dev.codecsmith.evolve.prompts.CampaignBrief;
import dev.codecsmith.evolve.prompts.Exhibit;
import dev.codecsmith.evolve.prompts.Notebook;
import dev.codecsmith.evolve.prompts.Prompt;
import dev.codecsmith.evolve.prompts.PromptContext;
import dev.codecsmith.evolve.prompts.PromptException;
import dev.codecsmith.evolve.prompts.Prompts;
import dev.codecsmith.evolve.scorecard.Scorecard;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Program;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Has a language model write programs. The archive chooses what to start from, the prompt shows it
 * with its figures, the newest failures and a few ideas, and the reply is applied to it.
 *
 * <p>Candidates depend on the request and on the model's replies alone. Each question has a slot of
 * its own, {@code iteration N, turn T}, so a model that remembers its replies ({@link
 * dev.codecsmith.evolve.models.RecordingModel}) makes a campaign repeat itself for nothing.
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
  private final Remembering model;
  private final ProgramTrial trial;
  private final CampaignMemory memory;
  private Optional<String> stopReason = Optional.empty();

  /**
   * @param bank ideas for prompts
   * @param model normally one that records its replies
   * @param trial what a program must pass before it is proposed
   * @throws IllegalArgumentException for an unknown strategy
   */
  public ModelProposer(
      ModelProposerSettings settings,
      Briefing briefing,
      Prompts prompts,
      IdeaBank bank,
      LanguageModel model,
      ProgramTrial trial) {
    this.settings = settings;
    this.briefing = briefing;
    this.prompts = prompts;
    this.bank = bank;
    this.model = new Remembering(model);
    this.trial = trial;
    this.memory = new CampaignMemory(settings.strategy(), settings.seed());
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public Optional<String> stopReason() {
    return stopReason;
  }

  @Override
  public Optional<Candidate> propose(ProposalRequest request)
      throws InfrastructureException, InterruptedException {
    CampaignBrief brief = briefing.brief();
    memory.learn(request.history(), brief);
    Choice choice = memory.choose(request.iteration());
    PromptContext context = context(brief, choice, request.iteration());
    Conversation conversation =
        new Conversation(
            model,
            prompts,
            brief.clips(),
            context.form(),
            request.iteration(),
            settings.repairs(),
            request.proposed(),
            trial,
            context.parents().isEmpty()
                ? Program.of(brief.language(), "", Map.of())
                : context.parents().getFirst().program(),
            question(context));
    try {
      Conversation.Outcome outcome = conversation.hold();
      model.forget();
      return Optional.of(candidate(outcome, choice, request.iteration()));
    } catch (ModelException e) {
      if (e.kind() == ModelException.Kind.BUDGET_SPENT) {
        stopReason = Optional.ofNullable(e.getMessage());
        return Optional.empty();
      }
      throw new InfrastructureException(String.valueOf(e.getMessage()), e);
    }
  }

  private PromptContext context(CampaignBrief brief, Choice choice, int iteration) {
    List<Exhibit> parents = memory.exhibits(choice.parents());
    Needs needs =
        parents.isEmpty()
            ? Needs.NONE
            : Needs.of(
                Scorecard.of(parents.getFirst().record(), brief.clips(), brief.anchors()),
                Map.of());
    boolean whole =
        parents.isEmpty()
            || Dice.of(settings.seed(), iteration, "reply form").uniform() < WHOLE_PROGRAMS;
    return new PromptContext(
        brief,
        whole ? ReplyForm.WHOLE_PROGRAM : ReplyForm.EDITS,
        parents,
        memory.exhibits(choice.inspirations()),
        memory.failures(FAILURES),
        Notebook.EMPTY,
        IdeaChoice.draw(bank, needs, memory.ideas(), IDEAS, settings.seed(), iteration),
        memory.ideas(),
        needs);
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
        "");
  }

  private Candidate candidate(Conversation.Outcome outcome, Choice choice, int iteration) {
    return new Candidate(
        outcome.notes().name().orElse(settings.name() + " " + iteration),
        outcome.program(),
        settings.name(),
        choice.parents(),
        outcome.prompt(),
        outcome.reply(),
        outcome.notes().reasoning(),
        outcome.fault());
  }

  /**
   * Gives a question of the present iteration the reply it had. When a fault of the machine
   * interrupts a conversation, the loop has it held again from its start; a recording model would
   * take a repeated question for a new one.
   */
  private static final class Remembering implements LanguageModel {
    private final LanguageModel inner;
    private final Map<String, ModelReply> replies = new HashMap<>();

    Remembering(LanguageModel inner) {
      this.inner = inner;
    }

    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public ModelReply ask(ModelRequest request) throws ModelException, InterruptedException {
      String key = request.slot() + " " + request.hash();
      ModelReply known = replies.get(key);
      if (known != null) {
        return known;
      }
      ModelReply reply = inner.ask(request);
      replies.put(key, reply);
      return reply;
    }

    void forget() {
      replies.clear();
    }
  }
}
