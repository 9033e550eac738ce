package dev.codecsmith.evolve.models.calls;

import dev.codecsmith.evolve.models.TokenUsage;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Where calls are written down. What {@link #append} has returned from survives a kill of the
 * process, so a reply that was used was never lost and is never paid for twice. Safe for use by
 * many threads.
 */
public interface CallLog {

  /**
   * Writes a call down for good.
   *
   * @throws IOException when it is not safely stored
   */
  void append(ModelCall call) throws IOException;

  /** The call that brought a reply under this key, if there is one. */
  Optional<ModelCall> find(CallKey key) throws IOException;

  /** The calls of a slot, of all models, in the order in which they were written down. */
  List<Entry> entries(String slot);

  /** What calls took by model, in the order in which models were first asked. */
  SequencedMap<String, Spending> spentByModel();

  /** What all calls took. */
  default Spending spent() {
    return spentByModel().values().stream().reduce(Spending.NOTHING, Spending::plus);
  }

  /**
   * A call in short.
   *
   * @param key which call
   * @param replied whether it brought a reply
   * @param usage tokens, as far as the server reported them
   * @param costUsd dollars; empty when tokens or price are unknown
   */
  record Entry(
      CallKey key, boolean replied, Optional<TokenUsage> usage, Optional<BigDecimal> costUsd) {}
}
