package dev.codecsmith.service.limits;

/** A client sends so slowly that others would wait for it. */
public final class TooSlowException extends Exception {
  private static final long serialVersionUID = 1;
}
