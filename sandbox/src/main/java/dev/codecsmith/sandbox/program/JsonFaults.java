package dev.codecsmith.sandbox.program;

import dev.codecsmith.sandbox.PlainText;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;

/** What is wrong with a JSON file that a person wrote, in a sentence with file and line. */
public final class JsonFaults {
  private static final String DUPLICATE = "Duplicate Object property \"";
  private static final int LONGEST_EXPLANATION = 200;

  private JsonFaults() {}

  /**
   * The sentence.
   *
   * @param source what was read, such as the file's path
   */
  public static String sentence(String source, JacksonException fault) {
    TokenStreamLocation at = fault.getLocation();
    String place =
        source
            + (at == null || at.getLineNr() <= 0
                ? ""
                : ", line " + at.getLineNr() + ", column " + at.getColumnNr());
    String said = String.valueOf(fault.getOriginalMessage());
    if (fault instanceof StreamReadException && said.startsWith(DUPLICATE)) {
      String key =
          said.substring(DUPLICATE.length(), Math.max(DUPLICATE.length(), said.length() - 1));
      return place + ": the key " + PlainText.quoted(key) + " stands here a second time.";
    }
    return place
        + ": this is not the JSON it should be: "
        + PlainText.line(said, LONGEST_EXPLANATION)
        + ".";
  }
}
