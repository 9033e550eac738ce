package dev.codecsmith.evolve.proposers;

import dev.codecsmith.evolve.edits.reply.EditLimits;
import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.Message;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.StopReason;
import dev.codecsmith.evolve.prompts.CampaignBrief;
import dev.codecsmith.evolve.prompts.Notebook;
import dev.codecsmith.evolve.prompts.Prompts;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps a campaign's notebook: whenever so many more experiments have ended, a model writes it anew
 * from the lessons so far and the experiments since. The call has the slot {@code notebook N}, N
 * being the last iteration that it covers.
 *
 * <p>Which notebook an iteration is shown follows from its history alone: the one for the last
 * multiple of the interval in it. Iterations that need the same one at once wait for one call.
 * Experiments are not worth a call until there is one among them that a model has written.
 */
final class NotebookKeeper {
  /** Pages in memory. */
  private static final int KEPT = 256;

  private final Prompts prompts;
  private final Optional<LanguageModel> model;
  private final Set<String> authors;
  private final int every;
  private final long replyTokens;
  private final NavigableMap<Integer, Page> pages = new ConcurrentSkipListMap<>();
  private final ReentrantLock writing = new ReentrantLock();

  /** A notebook, and the last iteration that it covers. */
  private record Page(Notebook notebook, int covers) {
    static final Page FIRST = new Page(Notebook.EMPTY, 0);
  }

  /**
   * @param model writes it; empty for none to be kept
   * @param authors the names that models' candidates carry
   * @param every after how many experiments it is written anew; 0 for never
   */
  NotebookKeeper(
      Prompts prompts,
      Optional<LanguageModel> model,
      Set<String> authors,
      int every,
      long replyTokens) {
    this.prompts = prompts;
    this.model = model;
    this.authors = Set.copyOf(authors);
    this.every = every;
    this.replyTokens = replyTokens;
  }

  /**
   * The notebook for an iteration.
   *
   * @param history what the iteration may learn from
   */
  Notebook at(EvaluationHistory.View history, CampaignBrief brief)
      throws ModelException, InterruptedException {
    if (every == 0 || model.isEmpty() || history.isEmpty()) {
      return Notebook.EMPTY;
    }
    int last = history.size() / every * every;
    Page known = pages.get(last);
    if (known != null) {
      return known.notebook();
    }
    writing.lockInterruptibly();
    try {
      Map.Entry<Integer, Page> newest = pages.floorEntry(last);
      Page page = newest == null ? Page.FIRST : newest.getValue();
      for (int at = (newest == null ? 0 : newest.getKey()) + every; at <= last; at += every) {
        page = next(page, at, history, brief, model.get());
        pages.put(at, page);
      }
      // An iteration that is under way may still ask for the one before.
      while (pages.size() > KEPT) {
        pages.pollFirstEntry();
      }
      return page.notebook();
    } finally {
      writing.unlock();
    }
  }

  private Page next(
      Page page, int at, EvaluationHistory.View history, CampaignBrief brief, LanguageModel writer)
      throws ModelException, InterruptedException {
    List<PastExperiment> news = history.after(page.covers()).limit(at - page.covers()).toList();
    if (news.stream().noneMatch(finished -> authors.contains(finished.proposer()))) {
      return page;
    }
    ModelReply reply =
        writer.ask(
            new ModelRequest(
                List.of(),
                List.of(
                    Message.user(
                        prompts.distill(
                            brief,
                            page.notebook(),
                            news.stream().map(PastExperiment::experiment).toList(),
                            id -> history.find(id).flatMap(PastExperiment::score),
                            Notebook.Size.DEFAULT))),
                replyTokens,
                OptionalDouble.empty(),
                "notebook " + at));
    Optional<Notebook> written =
        reply.stop() == StopReason.COMPLETE
                && reply.text().length() <= EditLimits.DEFAULT.replyChars()
            ? Notebook.read(reply.text(), Notebook.Size.DEFAULT)
            : Optional.empty();
    return new Page(written.orElse(page.notebook()), at);
  }
}
