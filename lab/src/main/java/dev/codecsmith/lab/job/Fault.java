package dev.codecsmith.lab.job;

import dev.codecsmith.sandbox.InfrastructureException;

/**
 * A fault of the machine as it travels.
 *
 * @param message a sentence
 * @param lasting whether trying again would be in vain
 */
public record Fault(String message, boolean lasting) {

  /** The fault in a form that can be written as JSON. */
  public static Fault of(InfrastructureException fault) {
    return new Fault(String.valueOf(fault.getMessage()), fault.isLasting());
  }

  /** The fault as it was thrown elsewhere. */
  public InfrastructureException exception() {
    return lasting
        ? InfrastructureException.lasting(message)
        : new InfrastructureException(message);
  }
}
