package dev.codecsmith.evolve.models.local;

import java.util.Map;
import java.util.Optional;

/**
 * The locale of who started us. The launcher starts Java in one whose charset is UTF-8, so that all
 * files are found; a command of the user's runs in the user's own.
 */
public final class CallersLocale {
  private static final String CALLERS = "CODECSMITH_CALLERS_LC_ALL";
  private static final String LOCALE = "LC_ALL";

  private CallersLocale() {}

  /** Puts it back into the environment of a process to be started, if the launcher changed it. */
  public static ProcessBuilder in(ProcessBuilder command) {
    restore(command.environment());
    return command;
  }

  static void restore(Map<String, String> environment) {
    Optional.ofNullable(environment.remove(CALLERS))
        .ifPresent(callers -> {
          if (callers.isEmpty()) {
            environment.remove(LOCALE);
          } else {
            environment.put(LOCALE, callers);
          }
        });
  }
}
