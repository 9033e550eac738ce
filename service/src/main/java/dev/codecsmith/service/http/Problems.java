package dev.codecsmith.service.http;

import dev.codecsmith.sandbox.PlainText;
import dev.codecsmith.service.limits.RefusalLog;
import io.javalin.http.Context;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Refusals, as {@code {"error":"a sentence"}}, and what the log has of them. What callers do wrong
 * is no warning: whoever sends much of it must not hide what is wrong with this process.
 */
final class Problems {
  private static final int LONGEST_LINE = 400;
  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  /** Of this process, as its log is. */
  private static final RefusalLog refusals = new RefusalLog(Clock.systemUTC(), log::info);

  private static final RefusalLog faults = new RefusalLog(Clock.systemUTC(), log::warn);

  private Problems() {}

  /** Refuses what a caller did wrong, or what is not done now. */
  static void answer(Context context, int status, String sentence) {
    refusals.refused(status, line(context, sentence));
    send(context, status, sentence);
  }

  /** Answers with a fault of this machine. */
  static void fault(Context context, String sentence) {
    faults.refused(503, line(context, sentence));
    send(context, 503, sentence);
  }

  /** A caller is gone before it was answered. */
  static void hungUp(Context context) {
    refusals.refused(499, line(context, "hung up before it was answered"));
  }

  /** Writes what is to be told of the minutes that are over. */
  static void tell() {
    refusals.tell();
    faults.tell();
  }

  private static void send(Context context, int status, String sentence) {
    JsonAnswer.json(context, status, JsonNodeFactory.instance.objectNode().put("error", sentence));
  }

  private static String line(Context context, String sentence) {
    return PlainText.line(
        context.ip()
            + " "
            + PlainText.line(context.method() + " " + context.path(), LONGEST_LINE / 2)
            + ": "
            + sentence,
        LONGEST_LINE);
  }
}
