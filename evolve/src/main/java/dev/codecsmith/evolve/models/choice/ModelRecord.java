package dev.codecsmith.evolve.models.choice;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of the calls of a campaign's models.
 *
 * @param byModel sums by the model's name
 * @param calls how many calls there were
 * @param costsKnown whether the cost of each is known
 */
public record ModelRecord(Map<String, Sum> byModel, int calls, boolean costsKnown) {

  /** Before any call. */
  public static final ModelRecord NOTHING = new ModelRecord(Map.of(), 0, true);

  public ModelRecord {
    byModel = Map.copyOf(byModel);
  }

  /**
   * What came of one model's calls.
   *
   * @param calls how many
   * @param improvement by how much the score got better in all, in any unit
   * @param dollars what they cost, as far as it is known
   */
  public record Sum(int calls, double improvement, double dollars) {
    static final Sum NOTHING = new Sum(0, 0, 0);
  }

  /**
   * A call that has ended.
   *
   * @param model which model
   * @param improvement by how much the score got better, in any unit, 0 when it did not
   * @param costUsd what it cost; empty when unknown
   */
  public record Call(String model, double improvement, Optional<BigDecimal> costUsd) {
    public Call {
      if (!(improvement >= 0) || Double.isInfinite(improvement)) {
        throw new IllegalArgumentException("improvement must be finite and 0 or more");
      }
    }
  }

  /** What came of these calls. */
  public static ModelRecord of(List<Call> calls) {
    ModelRecord sum = NOTHING;
    for (Call call : calls) {
      sum = sum.plus(call);
    }
    return sum;
  }

  /** With one more call. */
  public ModelRecord plus(Call call) {
    Sum before = of(call.model());
    Map<String, Sum> sums = new HashMap<>(byModel);
    sums.put(
        call.model(),
        new Sum(
            before.calls() + 1,
            before.improvement() + call.improvement(),
            before.dollars() + call.costUsd().map(BigDecimal::doubleValue).orElse(0.0)));
    return new ModelRecord(sums, calls + 1, costsKnown && call.costUsd().isPresent());
  }

  /** The sums of a model; nothing if it was never called. */
  public Sum of(String model) {
    return byModel.getOrDefault(model, Sum.NOTHING);
  }
}
