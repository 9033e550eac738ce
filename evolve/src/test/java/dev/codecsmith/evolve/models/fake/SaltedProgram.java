package dev.codecsmith.evolve.models.fake;

import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model that writes one program again and again, each time with another number after {@code salt
 * =}. The number follows from the numbers that stand in the prompt, so that it does not depend on
 * figures that differ from run to run, such as times, nor on the order of arrival.
 *
 * @param entry the program's entry, and its only file
 * @param text the file, with {@code salt = 0} in it
 */
public record SaltedProgram(String entry, String text) implements FakeScript {
  private static final Pattern SALT = Pattern.compile("salt = (\\d+)");

  @Override
  public FakeReply answer(FakeRequest request) {
    TreeSet<String> seen = new TreeSet<>();
    Matcher salts = SALT.matcher(request.prompt());
    while (salts.find()) {
      seen.add(salts.group(1));
    }
    int salt = Math.floorMod((seen + "/" + request.segments().size()).hashCode(), 1_000_000_000);
    return FakeReply.text(
        "ENTRY: %s\nFILE: %s\n```\n%s```\n"
            .formatted(entry, entry, text.replace("salt = 0;", "salt = " + salt + ";")));
  }
}
