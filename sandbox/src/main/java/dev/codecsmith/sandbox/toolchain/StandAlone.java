package dev.codecsmith.sandbox.toolchain;

import dev.codecsmith.sandbox.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a program is built and run on a machine that has its language's tools and nothing of ours:
 * with the same words as in the sandbox, but for where things lie.
 *
 * @param title of the language, for people
 * @param needs what must be there, and where it is had from
 * @param build words that are run in the program's folder, its sources in {@code src} below; they
 *     leave the file {@code program} there. None where nothing is compiled
 * @param command words, before those of the contract; {@code {folder}} in them is the program's
 *     folder
 * @param environment variables of the run
 */
public record StandAlone(
    String title,
    String needs,
    List<String> build,
    List<String> command,
    Map<String, String> environment) {
  private static final String ARTIFACT = "program";

  /**
   * That of a program of a known language.
   *
   * @throws IllegalArgumentException if there is no such language
   */
  public static StandAlone of(Program program) {
    if (!Language.NAMES.contains(program.language())) {
      throw new IllegalArgumentException("There is no language " + program.language() + ".");
    }
    Language language = Language.load(program.language());
    Map<String, String> environment = new TreeMap<>(language.run().environment());
    // In the sandbox there is none of a user.
    environment.remove("HOME");
    return new StandAlone(
        language.title(),
        language.run().alone().needs(),
        language.build().artifact().map(made -> build(language, program, made)).orElse(List.of()),
        language.run().alone().command().stream()
            .map(word -> word.replace("{entry}", program.entry()))
            .toList(),
        environment);
  }

  private static List<String> build(Language language, Program program, String artifact) {
    List<String> words = new ArrayList<>();
    for (String word : language.build().command()) {
      if (word.equals("{sources}")) {
        language.sources(program).forEach(path -> words.add("src/" + path));
      } else {
        words.add(
            word.replace("{tool}", language.tool().programs().getFirst())
                .replace(artifact, ARTIFACT)
                .replaceFirst("^" + ProgramFiles.SOURCES_INSIDE, "src")
                .replace("{entry}", program.entry()));
      }
    }
    return words;
  }
}
