package dev.codecsmith.evolve.models.budget;

import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelException.Kind;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.calls.CallLog;
import dev.codecsmith.evolve.models.calls.RecordingModel;
import java.util.Optional;

/**
 * A model that is asked only while the budget lasts. It belongs inside a {@link RecordingModel}: a
 * reply that is written down is given again for nothing, whatever the budget, so that a campaign
 * which is continued comes to the same place.
 */
public final class BudgetedModel implements LanguageModel {
  private final LanguageModel inner;
  private final Budget budget;
  private final CallLog log;

  /**
   * @param log what was spent so far
   */
  public BudgetedModel(LanguageModel inner, Budget budget, CallLog log) {
    this.inner = inner;
    this.budget = budget;
    this.log = log;
  }

  @Override
  public String name() {
    return inner.name();
  }

  /**
   * As the inner model.
   *
   * @throws ModelException also of kind {@link Kind#BUDGET_SPENT}
   */
  @Override
  public ModelReply ask(ModelRequest request) throws ModelException, InterruptedException {
    Optional<String> spent = budget.exceededBy(log.spent());
    if (spent.isPresent()) {
      throw new ModelException(Kind.BUDGET_SPENT, spent.get());
    }
    return inner.ask(request);
  }
}
