package dev.codecsmith.dashboard.requests;

import java.io.Serial;

/** A request that is not answered as asked, with a sentence for who asked. */
public final class Refusal extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final int status;

  /**
   * @param status of HTTP, from 400
   * @param sentence why, for a person
   */
  public Refusal(int status, String sentence) {
    super(sentence);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
