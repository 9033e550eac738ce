package dev.codecsmith.dashboard.requests;

import io.javalin.http.Context;
import java.util.Optional;

/** What stands behind the question mark of a request. */
public final class Queries {
  private Queries() {}

  public static Optional<String> text(Context context, String name) {
    return Optional.ofNullable(context.queryParam(name)).filter(text -> !text.isEmpty());
  }

  /** A whole number in a range. */
  public static int number(Context context, String name, int least, int most, int otherwise)
      throws Refusal {
    Optional<String> text = text(context, name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new Refusal(400, range(name, least, most));
    }
    throw new Refusal(400, range(name, least, most));
  }

  private static String range(String name, int least, int most) {
    return "%s is a whole number from %d to %d.".formatted(name, least, most);
  }
}
