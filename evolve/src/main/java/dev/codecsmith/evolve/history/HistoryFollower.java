package dev.codecsmith.evolve.history;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Supplier;

/**
 * Something that is learned from a history, one experiment after another, so that a longer history
 * costs only what is new. Iterations that are under way at once ask in any order: what was answered
 * for the last lengths of the history is kept, and the answers are those of one that was given each
 * history by itself.
 *
 * @param <T> an answer; it must not change when more is learned
 */
public final class HistoryFollower<T> {
  /** As many lengths as are kept: more than iterations are ever under way at once. */
  private static final int KEPT = EvaluationHistory.NEWEST;

  /** What is learned from, in the order of iterations. */
  public interface Learner<T> {
    /**
     * Learns from the next experiment.
     *
     * @param history where those before it are found
     */
    void learn(PastExperiment ended, EvaluationHistory.View history);

    /** What an iteration is told that may know what was learned so far. Changes nothing. */
    T answer(int iteration);
  }

  private record Question(String last, int iteration) {}

  private final Supplier<Learner<T>> unlearned;
  private final SequencedMap<Question, T> answers = new LinkedHashMap<>();
  private Learner<T> learner;
  private int length;
  private String last = "";

  /**
   * @param unlearned a learner that knows nothing yet
   */
  public HistoryFollower(Supplier<Learner<T>> unlearned) {
    this.unlearned = unlearned;
    this.learner = unlearned.get();
  }

  /** What an iteration is told that may know a history. */
  public T answer(EvaluationHistory.View history, int iteration) {
    return answer(history, history.size(), iteration);
  }

  /** The same of the first {@code asked} experiments of a history. */
  public synchronized T answer(EvaluationHistory.View history, int asked, int iteration) {
    if (asked == 0) {
      return unlearned.get().answer(iteration);
    }
    Question question = new Question(history.at(asked).id(), iteration);
    T known = answers.get(question);
    if (known != null) {
      return known;
    }
    if (length > asked || (length > 0 && !history.at(length).id().equals(last))) {
      learner = unlearned.get();
      length = 0;
    }
    while (length < asked) {
      PastExperiment next = history.at(length + 1);
      // Counted one by one, since the next one may be one that cannot be read just now.
      learner.learn(next, history);
      length++;
      last = next.id();
      if (length > asked - KEPT && length < asked) {
        // What iterations before this one will be told, which ask behind it.
        keep(new Question(last, iteration - asked + length));
      }
    }
    return keep(question);
  }

  private T keep(Question question) {
    T answer = learner.answer(question.iteration());
    answers.put(question, answer);
    while (answers.size() > KEPT) {
      answers.pollFirstEntry();
    }
    return answer;
  }
}
