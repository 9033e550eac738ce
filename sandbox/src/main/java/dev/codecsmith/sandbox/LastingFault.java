package dev.codecsmith.sandbox;

/** A fault that knows whether trying again would be in vain. */
public interface LastingFault {
  /** Whether trying again would be in vain. */
  boolean isLasting();
}
