package dev.codecsmith.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A model for campaigns whose claims are not about a language: a shell command that writes C
 * programs, which are built and run in a tenth of the time that Java programs take. Each prompt
 * gets a program of its own, the same whenever it is asked; figures in the prompt do not count, as
 * some are times.
 */
public final class CProgramModel {
  private static final Path PROGRAM =
      Path.of(System.getProperty("codecsmith.root", ".."))
          .resolve("bench/src/main/resources/dev/codecsmith/bench/trivial.c")
          .toAbsolutePath();

  private static final String COMMAND =
      "n=$(tr -cd A-Za-z | cksum | cut -c1-6); printf 'NAME: c%s\\nENTRY: a.c\\nFILE:"
          + " a.c\\n```c\\n' $n;"
          + " sed \"s/salt = 0/salt = 1$n/; s/padding = 0/padding = $((1$n %% 8))/\" '%s';"
              .formatted(PROGRAM)
          + " printf '```\\n'";

  /** Where the environment names no folder {@code HELD} nothing is held. */
  private static final String HELD_BY_THE_ENVIRONMENT = held(3);

  private CProgramModel() {}

  /** These words, with the options of {@code run} that ask it. */
  public static String[] with(String... words) {
    return Stream.concat(
            Stream.of(words),
            Stream.of(
                "--proposer",
                "command",
                "--language",
                "c",
                "--notebook-every",
                "0",
                "--model-command",
                COMMAND))
        .toArray(String[]::new);
  }

  /**
   * The same of a campaign that takes its time, one iteration after another, so that a test can do
   * something to it in between.
   */
  public static String[] slowly(String... words) {
    return Stream.concat(Stream.of(with(words)), Stream.of("--lag", "1", "--pause", "2s"))
        .toArray(String[]::new);
  }

  /**
   * The same of a campaign whose programs take their time: each half of each sleeps for so long,
   * which costs no CPU time, so that a test can do something to a step that is under way.
   *
   * <p>Where the environment of the command that is run names a folder as {@code HELD}, the third
   * call of the model, and any behind it, is answered once there is a file {@code go} in it.
   */
  public static String[] ofSleepers(int millis, String... words) {
    String[] all = with(words);
    all[all.length - 1] = sleeping(millis);
    return Stream.concat(Stream.of(all), Stream.of("--lag", "1")).toArray(String[]::new);
  }

  private static String sleeping(int millis) {
    return "%s{ %s; } | sed 's/char header/usleep(%d000); &/; s/^#include <stdio.h>/&\\n#include <unistd.h>/'"
        .formatted(HELD_BY_THE_ENVIRONMENT, COMMAND, millis);
  }

  /** What a shell does first so that a call waits for the file. */
  private static String held(int fromCall) {
    return "[ -z \"$HELD\" ] || { echo >> \"$HELD/calls\"; while [ $(wc -l < \"$HELD/calls\") -ge %d ]"
            .formatted(fromCall)
        + " && [ ! -e \"$HELD/go\" ]; do sleep 0.05; done; }; ";
  }

  /** The lines of a campaign's file that ask it, also taking its time. */
  public static String yaml() {
    return yaml("pause: 2s", COMMAND);
  }

  /**
   * The same, of programs each half of which sleeps for a while, so that a test can do something to
   * an experiment.
   *
   * @param calls gets a line each time that the model is asked
   */
  public static String yamlOfSleepers(Path calls) {
    return yaml("repairs: 0", "echo called >> '%s'; %s".formatted(calls, sleeping(300)));
  }

  /**
   * The same, of programs that do not sleep.
   *
   * @param folder the second call, and any behind it, is answered once there is a file {@code go}
   *     in it
   */
  public static String yamlHeld(Path folder) {
    return yaml("repairs: 0", "HELD='%s'; %s%s".formatted(folder, held(2), COMMAND));
  }

  private static String yaml(String more, String command) {
    return "proposers: [command]\nlanguage: c\nnotebook_every: 0\nlag: 1\n%s\nmodel_command: '%s'\n"
        .formatted(more, command.replace("'", "''"));
  }

  /** Of the program that all of its are made from. */
  public static String source() throws IOException {
    return Files.readString(PROGRAM);
  }

  /** A reply that holds a program, another for each number. */
  public static String reply(int number) throws IOException {
    return "NAME: number %d\nENTRY: a.c\nFILE: a.c\n```c\n%s```\n"
        .formatted(
            number,
            source()
                .replace("salt = 0", "salt = " + number)
                .replace("padding = 0", "padding = " + number % 8));
  }
}
