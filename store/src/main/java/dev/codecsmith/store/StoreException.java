package dev.codecsmith.store;

import dev.codecsmith.sandbox.LastingFault;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * The store could not be read or written; the message says which and why. It may pass, unless it is
 * {@link #isLasting() lasting}.
 */
public final class StoreException extends IOException implements LastingFault {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  private enum Kind {
    PASSING,
    AWAY,
    HELD,
    LASTING
  }

  public StoreException(String message) {
    this(message, null, Kind.PASSING);
  }

  public StoreException(String message, Throwable cause) {
    this(message, cause, Kind.PASSING);
  }

  private StoreException(String message, @Nullable Throwable cause, Kind kind) {
    super(message, cause);
    this.kind = kind;
  }

  /** A fault that only a person can mend, such as credentials that are refused. */
  public static StoreException lasting(String message) {
    return new StoreException(message, null, Kind.LASTING);
  }

  /** As {@link #lasting(String)}, with what it came from. */
  public static StoreException lasting(String message, Throwable cause) {
    return new StoreException(message, cause, Kind.LASTING);
  }

  /** A server that cannot be reached or does not take requests now; it may be back later. */
  public static StoreException away(String message, Throwable cause) {
    return new StoreException(message, cause, Kind.AWAY);
  }

  /** Another process has the campaign, and ends no sooner for being asked again; lasting. */
  public static StoreException held(String message) {
    return new StoreException(message, null, Kind.HELD);
  }

  /** Whether the store's server is away; whether it did what it was asked is not known. */
  public boolean isAway() {
    return kind == Kind.AWAY;
  }

  @Override
  public boolean isLasting() {
    return kind == Kind.LASTING || kind == Kind.HELD;
  }

  /** Whether another process has the campaign that was to be written. */
  public boolean isHeldElsewhere() {
    return kind == Kind.HELD;
  }

  /** What the file system said, in words and without the path, which the sentence around it has. */
  public static String reason(IOException cause) {
    return switch (cause) {
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "a file of that name is in the way";
      case NoSuchFileException _ -> "no such file";
      case FileSystemException fault when fault.getReason() != null -> fault.getReason();
      default -> String.valueOf(cause.getMessage());
    };
  }
}
