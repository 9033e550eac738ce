package dev.codecsmith.evolve.models;

/**
 * What all models of a campaign share.
 *
 * @param retry how patiently a call is tried again
 * @param clock the time they wait by
 * @param prices what tokens cost
 * @param listener who hears of retries and unknown costs
 */
public record CallPolicy(
    RetryPolicy retry, CallClock clock, Prices prices, ModelListener listener) {

  /** Built-in prices, the machine's clock, everything into the log. */
  public static CallPolicy defaults() {
    return new CallPolicy(
        RetryPolicy.defaults(), CallClock.system(), Prices.builtIn(), ModelListener.logging());
  }

  public CallPolicy withRetry(RetryPolicy value) {
    return new CallPolicy(value, clock, prices, listener);
  }

  public CallPolicy withClock(CallClock value) {
    return new CallPolicy(retry, value, prices, listener);
  }

  public CallPolicy withPrices(Prices value) {
    return new CallPolicy(retry, clock, value, listener);
  }

  public CallPolicy withListener(ModelListener value) {
    return new CallPolicy(retry, clock, prices, value);
  }
}
