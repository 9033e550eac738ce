package dev.codecsmith.evolve.models.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What an agent asks by the commands in its folder. */
public sealed interface WorkspaceRequest {
  /** The command that evaluates. */
  String EVALUATE = "evaluate";

  /** The command that measures what the agent decoded itself. */
  String SCORE = "score";

  /** How many frames a quick look takes of each clip unless it is told. */
  int QUICK_FRAMES = 8;

  /** How many settings are tried unless it is told. */
  int SETTINGS = 12;

  /** How many settings may be tried at once. */
  int MOST_SETTINGS = 200;

  /** All frames of all search clips, as the campaign measures them. */
  record Full() implements WorkspaceRequest {}

  /**
   * The first frames beside the parent's.
   *
   * @param frames of each clip, at least 1
   * @param clips names; empty for all
   */
  record Quick(int frames, List<String> clips) implements WorkspaceRequest {
    public Quick {
      clips = List.copyOf(clips);
    }
  }

  /**
   * Settings of the marked constants.
   *
   * @param settings how many, from 1
   * @param look how each is measured
   */
  record Tune(int settings, Quick look) implements WorkspaceRequest {}

  /**
   * Where time and bits go.
   *
   * @param look on what; only the first of its clips
   * @param quality at which QUALITY; empty for one in the middle
   */
  record Profile(Quick look, OptionalInt quality) implements WorkspaceRequest {}

  /**
   * Figures of what the agent coded and decoded itself.
   *
   * @param points at least one
   */
  record Score(List<Coded> points) implements WorkspaceRequest {
    public Score {
      points = List.copyOf(points);
    }
  }

  /**
   * A rate point of the agent's.
   *
   * @param clip the clip's name
   * @param bitstream the file's path relative to the folder
   * @param decoded the Y4M file's path relative to the folder
   */
  record Coded(String clip, String bitstream, String decoded) {}

  /** How much time is left. */
  record Left() implements WorkspaceRequest {}

  /**
   * Reads a command.
   *
   * @param words where it was called, relative to the folder, then its name and its arguments
   * @throws IllegalArgumentException with a sentence that says how to call it
   */
  static WorkspaceRequest parse(List<String> words) {
    if (words.size() < 2) {
      throw new IllegalArgumentException("Call ./evaluate or ./score.");
    }
    List<String> arguments = words.subList(2, words.size());
    return switch (words.get(1)) {
      case EVALUATE -> evaluate(arguments);
      case SCORE -> score(words.getFirst(), arguments);
      default ->
          throw new IllegalArgumentException(
              "'"
                  + words.get(1)
                  + "' is neither evaluate nor score; leave their names as they are.");
    };
  }

  private static WorkspaceRequest evaluate(List<String> words) {
    String kind = "";
    int settings = SETTINGS;
    int frames = QUICK_FRAMES;
    OptionalInt quality = OptionalInt.empty();
    List<String> clips = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      Optional<String> next =
          i + 1 < words.size() ? Optional.of(words.get(i + 1)) : Optional.empty();
      switch (word) {
        case "--quick", "--profile", "--left" -> kind = only(kind, word);
        case "--tune" -> {
          kind = only(kind, word);
          if (next.isPresent() && next.get().matches("[0-9]+")) {
            settings = number(word, next, 1, MOST_SETTINGS);
            i++;
          }
        }
        case "--frames" -> {
          frames = number(word, next, 1, Integer.MAX_VALUE);
          i++;
        }
        case "--quality" -> {
          quality = OptionalInt.of(number(word, next, 0, 100));
          i++;
        }
        case "--clip" -> {
          clips.add(
              next.orElseThrow(() -> new IllegalArgumentException("--clip needs a clip's name.")));
          i++;
        }
        default ->
            throw new IllegalArgumentException(
                "'%s' is not known to ./evaluate; it knows --quick, --tune [N], --profile and --left, and with these --frames N, --clip NAME and --quality Q."
                    .formatted(word));
      }
    }
    Quick look = new Quick(frames, clips);
    return switch (kind) {
      case "--quick" -> look;
      case "--tune" -> new Tune(settings, look);
      case "--profile" -> new Profile(look, quality);
      case "--left" -> new Left();
      default -> {
        if (!words.isEmpty()) {
          throw new IllegalArgumentException(
              "Without --quick, --tune or --profile, ./evaluate measures all frames of all clips and takes nothing else.");
        }
        yield new Full();
      }
    };
  }

  private static String only(String kind, String word) {
    if (!kind.isEmpty()) {
      throw new IllegalArgumentException(kind + " and " + word + " do not go together.");
    }
    return word;
  }

  private static int number(String option, Optional<String> word, int least, int most) {
    try {
      int value = Integer.parseInt(word.orElse(""));
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        most == Integer.MAX_VALUE
            ? "%s needs a whole number from %d.".formatted(option, least)
            : "%s needs a whole number from %d to %d.".formatted(option, least, most));
  }

  private static Score score(String at, List<String> words) {
    if (words.isEmpty() || words.size() % 3 != 0) {
      throw new IllegalArgumentException(
          "./score takes three words for each rate point: the clip's name, the bitstream's file, and the Y4M file that was decoded from it.");
    }
    List<Coded> points = new ArrayList<>();
    for (int i = 0; i < words.size(); i += 3) {
      points.add(new Coded(words.get(i), path(at, words.get(i + 1)), path(at, words.get(i + 2))));
    }
    return new Score(points);
  }

  private static String path(String at, String word) {
    return word.startsWith("/") || at.isEmpty() ? word : at.substring(1) + "/" + word;
  }
}
