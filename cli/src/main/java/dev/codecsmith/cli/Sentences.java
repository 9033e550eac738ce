package dev.codecsmith.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** Faults in words for a person. */
final class Sentences {
  private Sentences() {}

  static String of(IOException fault) {
    return switch (fault) {
      case NoSuchFileException missing -> "There is no file " + missing.getFile() + ".";
      case AccessDeniedException denied -> "No permission for " + denied.getFile() + ".";
      case FileAlreadyExistsException exists -> exists.getFile() + " exists already.";
      default -> fault.getMessage() == null ? fault.toString() : fault.getMessage();
    };
  }
}
