package dev.codecsmith.dashboard.requests;

import io.javalin.http.Context;

/** Answers that are files to keep, which no browser shows or runs. */
public final class Attachments {
  private Attachments() {}

  /**
   * Says so.
   *
   * @param file its name, {@link #safe}
   */
  public static Context head(Context context, String type, String file) {
    return context
        .contentType(type)
        .header("Content-Disposition", "attachment; filename=\"" + file + '"')
        .header("Cache-Control", "no-store");
  }

  /** A text as part of a file's name on any system. */
  public static String safe(String text) {
    return text.replaceAll("[^A-Za-z0-9._-]", "_");
  }
}
