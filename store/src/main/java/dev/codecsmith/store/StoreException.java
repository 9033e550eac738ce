package dev.codecsmith.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** The store could not be read or written; the message says which and why. */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
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
