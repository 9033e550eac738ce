package dev.codecsmith.evolve.models.retry;

import dev.codecsmith.evolve.models.CallClock;
import dev.codecsmith.evolve.models.ModelListener;
import dev.codecsmith.evolve.models.budget.Allowance;
import dev.codecsmith.evolve.models.price.Prices;

/**
 * What all models of a campaign share.
 *
 * @param retry how patiently a call is tried again
 * @param clock the time they wait by
 * @param prices what tokens cost
 * @param listener who hears of retries and unknown costs
 * @param allowance what a call's attempts may take
 */
public record CallPolicy(
    CallRetrySettings retry,
    CallClock clock,
    Prices prices,
    ModelListener listener,
    Allowance allowance) {

  /** Built-in prices, the machine's clock, everything into the log, no budget. */
  public static CallPolicy defaults() {
    return new CallPolicy(
        CallRetrySettings.defaults(),
        CallClock.system(),
        Prices.builtIn(),
        ModelListener.logging(),
        Allowance.UNLIMITED);
  }

  public CallPolicy withRetry(CallRetrySettings value) {
    return new CallPolicy(value, clock, prices, listener, allowance);
  }

  public CallPolicy withClock(CallClock value) {
    return new CallPolicy(retry, value, prices, listener, allowance);
  }

  public CallPolicy withPrices(Prices value) {
    return new CallPolicy(retry, clock, value, listener, allowance);
  }

  public CallPolicy withListener(ModelListener value) {
    return new CallPolicy(retry, clock, prices, value, allowance);
  }

  public CallPolicy withAllowance(Allowance value) {
    return new CallPolicy(retry, clock, prices, listener, value);
  }
}
