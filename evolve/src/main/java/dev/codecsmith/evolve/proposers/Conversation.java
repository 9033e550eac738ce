package dev.codecsmith.evolve.proposers;

import dev.codecsmith.evolve.edits.EditResult;
import dev.codecsmith.evolve.edits.ProgramEdits;
import dev.codecsmith.evolve.edits.reply.EditLimits;
import dev.codecsmith.evolve.edits.reply.ReplyForm;
import dev.codecsmith.evolve.edits.reply.ReplyNotes;
import dev.codecsmith.evolve.history.Proposed;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.StopReason;
import dev.codecsmith.evolve.models.agent.AgentModel;
import dev.codecsmith.evolve.prompts.Prompts;
import dev.codecsmith.evolve.prompts.RepairRequest;
import dev.codecsmith.evolve.prompts.RepairRequest.Reason;
import dev.codecsmith.evolve.scorecard.ClipRoles;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.PlainText;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Asks a model until there is a program that builds and is new, or no turn is left. A reply that
 * does not work is answered with its exact error in the same conversation; one that was refused or
 * holds nothing cannot be continued, so the last question is asked again.
 *
 * <p>When no turn is left, a program that was made but does not run is handed over as it is, to
 * fail as an experiment; where there is none at all, the outcome says why.
 */
final class Conversation {
  private static final int MOST_CHARS = EditLimits.DEFAULT.replyChars();

  private final LanguageModel model;
  private final Prompts prompts;
  private final ClipRoles clips;
  private final ReplyForm form;
  private final int iteration;
  private final int repairs;
  private final Proposed.View known;
  private final ProgramTrial trial;

  private Program base;

  /** What is put into a workspace in place of the base, so that work that was refused is kept. */
  private Optional<Program> left = Optional.empty();

  private ModelRequest question;
  private Optional<EditResult.Applied> broken = Optional.empty();

  /**
   * What came of it.
   *
   * @param program the program; what the model wrote instead if there is none
   * @param notes what the reply says beside the program
   * @param prompt the whole conversation up to the last reply
   * @param reply the last reply
   * @param fault why there is no program
   */
  record Outcome(
      Program program, ReplyNotes notes, String prompt, String reply, Optional<Failure> fault) {}

  /** Why a reply did not work. */
  private record Complaint(Reason reason, String error) {}

  /**
   * @param known the programs that were proposed before
   */
  Conversation(
      Assignment assignment,
      Prompts prompts,
      ClipRoles clips,
      int iteration,
      int repairs,
      Proposed.View known,
      ProgramTrial trial) {
    this.model = assignment.model();
    this.prompts = prompts;
    this.clips = clips;
    this.form = assignment.form();
    this.iteration = iteration;
    this.repairs = repairs;
    this.known = known;
    this.trial = assignment.remembering(trial);
    this.base = assignment.base();
    this.question = assignment.question();
  }

  /** Under which slot an iteration's question is asked, turns counted from 1. */
  static String slot(int iteration, int turn) {
    return "iteration %d, turn %d".formatted(iteration, turn);
  }

  Outcome hold() throws ModelException, InfrastructureException, InterruptedException {
    for (int turn = 1; ; turn++) {
      ModelReply reply = model.ask(prepared(question).inSlot(slot(iteration, turn)));
      String asked = question.asText();
      EditResult result = result(reply);
      Optional<Complaint> complaint = complaint(result, turn > repairs);
      if (complaint.isEmpty() && result instanceof EditResult.Applied made) {
        return new Outcome(made.program(), made.notes(), asked, reply.text(), Optional.empty());
      }
      if (turn > repairs) {
        return broken
            .map(made ->
                new Outcome(made.program(), made.notes(), asked, reply.text(), Optional.empty()))
            .orElseGet(() -> nothing(asked, reply, complaint));
      }
      left = refused(reply, result);
      question = next(reply, complaint, turn);
    }
  }

  /** What an agent left that touched what it must not; only there is it worth telling apart. */
  private Optional<Program> refused(ModelReply reply, EditResult result) {
    return form == ReplyForm.WORKSPACE
            && result instanceof EditResult.Rejected
            && !base.editable().isEmpty()
        ? ProgramEdits.restored(reply.text(), base)
        : Optional.empty();
  }

  /** What is worked on in a workspace is there as files. */
  private ModelRequest prepared(ModelRequest asked) {
    return form == ReplyForm.WORKSPACE
        ? withFiles(asked, Prompts.files(AgentModel.PROGRAM, left.orElse(base)))
        : asked;
  }

  /** A reply that did not come to its end is not applied, though its text may look whole. */
  private EditResult result(ModelReply reply) {
    return switch (reply.stop()) {
      case COMPLETE ->
          form == ReplyForm.WORKSPACE && reply.stopDetail().isPresent()
              ? new EditResult.Rejected(reply.stopDetail().get())
              : ProgramEdits.apply(reply.text(), base, form);
      case CUT_OFF ->
          new EditResult.Rejected(
              "The reply was cut off at the most tokens it may have, so nothing of it was applied. Think and write less: edits instead of whole files, or a smaller change.");
      case REFUSED ->
          new EditResult.Rejected(
              "The model declined to answer: "
                  + reply.stopDetail().orElse("it gave no reason")
                  + ".");
      case EMPTY -> new EditResult.Rejected("The reply holds no text.");
    };
  }

  private Optional<Complaint> complaint(EditResult result, boolean last)
      throws InfrastructureException, InterruptedException {
    return switch (result) {
      case EditResult.Rejected rejected ->
          Optional.of(new Complaint(Reason.REJECTED, rejected.message()));
      case EditResult.Applied made -> complaint(made, last);
    };
  }

  private Optional<Complaint> complaint(EditResult.Applied made, boolean last)
      throws InfrastructureException, InterruptedException {
    if (known.hasContentOf(made.program())) {
      return Optional.of(
          new Complaint(
              Reason.DUPLICATE,
              "Apart from comments and white space, this program was proposed before."));
    }
    // What cannot be mended any more is handed over whatever a trial says: it would build for
    // nothing.
    Optional<Failure> fault = last ? Optional.empty() : trial.fault(made.program());
    if (fault.isPresent()) {
      broken = Optional.of(made);
      base = made.program();
    }
    return fault.map(failure ->
        new Complaint(
            failure.phase() == ExperimentStatus.BUILDING ? Reason.BUILD : Reason.SMOKE,
            failure.message()));
  }

  private ModelRequest next(ModelReply reply, Optional<Complaint> complaint, int turn) {
    // A reply that is too long to be read would make the next question longer still.
    boolean again =
        reply.stop() == StopReason.REFUSED
            || reply.text().isBlank()
            || reply.text().length() > MOST_CHARS;
    if (again || complaint.isEmpty()) {
      return question;
    }
    RepairRequest repair =
        new RepairRequest(complaint.get().reason(), complaint.get().error(), turn, repairs, base);
    ModelRequest next = question.followedBy(reply.text(), prompts.repair(repair, clips, form));
    return form == ReplyForm.WORKSPACE ? withFiles(next, Prompts.files(repair, clips)) : next;
  }

  private static ModelRequest withFiles(ModelRequest asked, Map<String, String> more) {
    SortedMap<String, String> files = new TreeMap<>(asked.files());
    files.putAll(more);
    return asked.withFiles(files);
  }

  private Outcome nothing(String asked, ModelReply reply, Optional<Complaint> complaint) {
    String text = reply.text().substring(0, Math.min(reply.text().length(), MOST_CHARS));
    return new Outcome(
        Program.of(base.language(), base.entry(), Map.of("reply.md", text)),
        ReplyNotes.of(reply.text()),
        asked,
        reply.text(),
        Optional.of(
            new Failure(
                FailureKind.EDIT_FAILED,
                ExperimentStatus.BUILDING,
                "No program came of %d replies. The last one: %s"
                    .formatted(
                        repairs + 1, PlainText.of(complaint.map(Complaint::error).orElse(""))))));
  }
}
