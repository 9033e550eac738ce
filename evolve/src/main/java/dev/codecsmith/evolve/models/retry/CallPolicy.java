package dev.codecsmith.evolve.models.retry;

import dev.codecsmith.evolve.models.CallClock;
import dev.codecsmith.evolve.models.budget.Allowance;
import dev.codecsmith.evolve.models.price.Prices;
import dev.codecsmith.store.events.EventSink;

/**
 * What all models of a campaign share.
 *
 * @param retry how patiently a call is tried again
 * @param clock the time they wait by
 * @param prices what tokens cost
 * @param events told of calls, their progress and retries, and of unknown costs
 * @param warnsOfUnknownCost whether it is news that the cost of a call is unknown
 * @param allowance what a call's attempts may take
 */
public record CallPolicy(
    CallRetrySettings retry,
    CallClock clock,
    Prices prices,
    EventSink events,
    boolean warnsOfUnknownCost,
    Allowance allowance) {

  /** Built-in prices, the machine's clock, nobody told, no budget. */
  public static CallPolicy defaults() {
    return new CallPolicy(
        CallRetrySettings.defaults(),
        CallClock.system(),
        Prices.builtIn(),
        EventSink.none(),
        true,
        Allowance.UNLIMITED);
  }

  public CallPolicy withRetry(CallRetrySettings value) {
    return new CallPolicy(value, clock, prices, events, warnsOfUnknownCost, allowance);
  }

  public CallPolicy withClock(CallClock value) {
    return new CallPolicy(retry, value, prices, events, warnsOfUnknownCost, allowance);
  }

  public CallPolicy withPrices(Prices value) {
    return new CallPolicy(retry, clock, value, events, warnsOfUnknownCost, allowance);
  }

  public CallPolicy telling(EventSink value) {
    return new CallPolicy(retry, clock, prices, value, warnsOfUnknownCost, allowance);
  }

  /** For models whose tokens nobody counts, which is no news to whoever chose them. */
  public CallPolicy expectingUnknownCost() {
    return new CallPolicy(retry, clock, prices, events, false, allowance);
  }

  public CallPolicy withAllowance(Allowance value) {
    return new CallPolicy(retry, clock, prices, events, warnsOfUnknownCost, value);
  }
}
