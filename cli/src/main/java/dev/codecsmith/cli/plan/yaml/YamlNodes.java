package dev.codecsmith.cli.plan.yaml;

import dev.codecsmith.cli.output.Sentences;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** A YAML file as nodes that know their lines; what cannot be one is refused in a sentence. */
public final class YamlNodes {
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_DEPTH = 50;
  private static final int LONGEST_SENTENCE = 1_000;

  private YamlNodes() {}

  /**
   * The text of a whole file.
   *
   * @throws IllegalArgumentException with a sentence if it is no text, or too large to be meant
   * @throws IOException if there is no such file, or it cannot be read
   */
  public static String text(Path file) throws IOException {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new IllegalArgumentException(
            file + " has more than " + MOST_BYTES + " bytes, which no such file needs.");
      }
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + " is no YAML file: it is not text in UTF-8.", e);
    }
  }

  /**
   * Reads a whole text.
   *
   * @param where it stands, for complaints
   * @return its root, if it holds anything
   * @throws IllegalArgumentException with a sentence if it is not YAML
   */
  static Optional<Node> read(String where, String text) {
    try {
      LoadSettings settings = LoadSettings.builder().setLabel(where).build();
      checkDepth(where, new Parse(settings).parseString(text));
      return new Compose(settings).composeString(text);
    } catch (MarkedYamlEngineException e) {
      throw new IllegalArgumentException(
          where
              + e.getProblemMark()
                  .map(mark ->
                      ", line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1))
                  .orElse("")
              + ": this is not YAML: "
              + oneLine(e.getProblem())
              + ".",
          e);
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException(
          where + " is not YAML: " + Sentences.firstLine(String.valueOf(e.getMessage())) + ".", e);
    }
  }

  /** Composing what is nested too deeply would exhaust the stack. */
  private static void checkDepth(String where, Iterable<Event> events) {
    int depth = 0;
    for (Event event : events) {
      if (event instanceof CollectionStartEvent && ++depth > MOST_DEPTH) {
        throw new IllegalArgumentException(
            where
                + event.getStartMark().map(mark -> ", line " + (mark.getLine() + 1)).orElse("")
                + ": lists and keys are nested more than "
                + MOST_DEPTH
                + " deep, which is never meant.");
      }
      depth -= event instanceof CollectionEndEvent ? 1 : 0;
    }
  }

  /** A value, and with it a maker's complaint of it, may be as long as the file. */
  static String oneLine(String text) {
    return Sentences.shortened(
        text.lines().map(String::strip).collect(Collectors.joining(" ")), LONGEST_SENTENCE);
  }
}
