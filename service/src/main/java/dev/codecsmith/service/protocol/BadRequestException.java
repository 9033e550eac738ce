package dev.codecsmith.service.protocol;

/** A request that is refused as it is; the message is a sentence for who sent it. */
public final class BadRequestException extends Exception {
  private static final long serialVersionUID = 1;

  public BadRequestException(String message) {
    super(message);
  }
}
