package dev.codecsmith.evolve.proposers;

import dev.codecsmith.evolve.archive.Choice;
import dev.codecsmith.evolve.edits.reply.ReplyForm;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.Failure;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a model is asked for one iteration, and what has come of it so far. The same conversation
 * may be held several times: after a fault of the machine, and when its program turns out to be one
 * that an iteration beside it has proposed. Replies and verdicts that are known are then not asked
 * for again; a recording model would take a repeated question for a new one.
 */
final class Assignment {
  private final Writer writer;
  private final Choice choice;
  private final ReplyForm form;
  private final Program base;
  private final ModelRequest question;
  private final Map<String, ModelReply> replies = new ConcurrentHashMap<>();
  private final Map<String, Optional<Failure>> verdicts = new ConcurrentHashMap<>();

  /**
   * @param base what edits apply to
   * @param question the first question
   */
  Assignment(Writer writer, Choice choice, ReplyForm form, Program base, ModelRequest question) {
    this.writer = writer;
    this.choice = choice;
    this.form = form;
    this.base = base;
    this.question = question;
  }

  Writer writer() {
    return writer;
  }

  Choice choice() {
    return choice;
  }

  ReplyForm form() {
    return form;
  }

  Program base() {
    return base;
  }

  ModelRequest question() {
    return question;
  }

  /** The writer, who gives a question the answer it had before. */
  LanguageModel model() {
    return new LanguageModel() {
      @Override
      public String name() {
        return writer.model().name();
      }

      @Override
      public ModelReply ask(ModelRequest request) throws ModelException, InterruptedException {
        String key = request.slot() + " " + request.hash();
        ModelReply known = replies.get(key);
        if (known != null) {
          return known;
        }
        ModelReply reply = writer.model().ask(request);
        replies.put(key, reply);
        return reply;
      }
    };
  }

  /** The trial, each program tried once. */
  ProgramTrial remembering(ProgramTrial trial) {
    return program -> {
      Optional<Failure> known = verdicts.get(program.sha256());
      return known != null ? known : tried(trial, program);
    };
  }

  private Optional<Failure> tried(ProgramTrial trial, Program program)
      throws InfrastructureException, InterruptedException {
    Optional<Failure> verdict = trial.fault(program);
    verdicts.put(program.sha256(), verdict);
    return verdict;
  }
}
