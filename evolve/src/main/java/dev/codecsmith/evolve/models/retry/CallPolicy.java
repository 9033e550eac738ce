package dev.codecsmith.evolve.models.retry;

import dev.codecsmith.evolve.models.CallClock;
import dev.codecsmith.evolve.models.budget.Allowance;
import dev.codecsmith.evolve.models.price.Prices;
import dev.codecsmith.store.events.EventSink;
import io.soabase.recordbuilder.core.RecordBuilder;

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
@RecordBuilder
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

  public CallPolicy withPrices(Prices value) {
    return CallPolicyBuilder.builder(this).prices(value).build();
  }

  public CallPolicy telling(EventSink value) {
    return CallPolicyBuilder.builder(this).events(value).build();
  }

  /** For models whose tokens nobody counts, which is no news to whoever chose them. */
  public CallPolicy expectingUnknownCost() {
    return CallPolicyBuilder.builder(this).warnsOfUnknownCost(false).build();
  }

  public CallPolicy withAllowance(Allowance value) {
    return CallPolicyBuilder.builder(this).allowance(value).build();
  }
}
