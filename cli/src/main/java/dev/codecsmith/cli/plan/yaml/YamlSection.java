package dev.codecsmith.cli.plan.yaml;

import dev.codecsmith.cli.output.Sentences;
import dev.codecsmith.cli.output.Similar;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Keys and values of a YAML file, or of a key in it. Each value is asked for by its key and its
 * kind; {@link #end} then refuses every key that nobody asked for, so that no wish is lost and the
 * known keys are listed nowhere twice. Every error is an {@link IllegalArgumentException} with one
 * sentence that names the file, the line, the key and what was expected.
 *
 * <p>Not bound to records by a library: what is bound has lost its line, which a complaint about
 * two keys together, or of whoever makes something of a value, still has to name.
 */
public final class YamlSection {
  private static final String ROOT = "";
  private static final int SHOWN_OF_A_KEY = 60;

  /** The file, or what else the text is called in complaints. */
  private final String where;

  /** The keys that lead here, each with a full stop behind it. */
  private final String path;

  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final TreeSet<String> known = new TreeSet<>();

  /** An error that says already where it is. */
  private static final class Misplaced extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    Misplaced(String sentence) {
      super(YamlNodes.oneLine(sentence));
    }
  }

  private YamlSection(String where, String path, MappingNode node) {
    this.where = where;
    this.path = path;
    for (NodeTuple tuple : node.getValue()) {
      int line = line(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
        throw at(line, "a key must be a word");
      }
      String key = scalar.getValue();
      if (values.put(key, tuple.getValueNode()) != null) {
        throw at(line, "the key '" + shown(key) + "' stands here a second time");
      }
      lines.put(key, line);
    }
  }

  /**
   * Reads a whole text.
   *
   * @param where it stands, for complaints
   * @param example a line that such a text may hold, for who has none
   */
  public static YamlSection read(String where, String text, String example) {
    Optional<Node> root = YamlNodes.read(where, text);
    if (root.isEmpty() || root.get().getTag().equals(Tag.NULL)) {
      throw new IllegalArgumentException(
          where + " is empty; it should hold lines such as '" + example + "'.");
    }
    if (root.get() instanceof MappingNode mapping) {
      return new YamlSection(where, ROOT, mapping);
    }
    throw new IllegalArgumentException(
        where + " should hold lines such as '" + example + "', found " + found(root.get()) + ".");
  }

  public Optional<String> text(String key) {
    return value(key).map(node -> text(key, node));
  }

  /** One text or several. */
  public Optional<List<String>> texts(String key) {
    return value(key)
        .map(node -> {
          if (!(node instanceof SequenceNode sequence)) {
            return List.of(text(key, node));
          }
          return sequence.getValue().stream().map(each -> text(key, each)).toList();
        });
  }

  /** One of the words. */
  public Optional<String> oneOf(String key, List<String> words) {
    return value(key).map(node -> oneOf(key, node, words));
  }

  /** Some of the words. */
  public Optional<List<String>> someOf(String key, List<String> words) {
    return value(key)
        .map(node ->
            node instanceof SequenceNode sequence
                ? sequence.getValue().stream().map(each -> oneOf(key, each, words)).toList()
                : List.of(oneOf(key, node, words)));
  }

  /** Some of the words, or keys of their own, of which others make words. */
  public Optional<List<String>> wordsOrSections(
      String key, List<String> words, Function<YamlSection, String> maker) {
    return value(key)
        .map(node -> {
          List<Node> all = node instanceof SequenceNode list ? list.getValue() : List.of(node);
          List<String> made = new ArrayList<>();
          for (Node each : all) {
            made.add(
                each instanceof MappingNode
                    ? maker.apply(section(key, path + key + "[" + (made.size() + 1) + "]", each))
                    : oneOf(key, each, words));
          }
          return made;
        });
  }

  public Optional<Boolean> flag(String key) {
    return value(key)
        .map(node -> {
          if (!node.getTag().equals(Tag.BOOL)) {
            throw wrong(key, node, "true or false");
          }
          return text(key, node).equalsIgnoreCase("true");
        });
  }

  /** An integer that is at least so much. */
  public Optional<Integer> integer(String key, int least) {
    return integer(key, least, Integer.MAX_VALUE);
  }

  /** An integer within bounds, both included. */
  public Optional<Integer> integer(String key, int least, int most) {
    return whole(key, least, most).map(Long::intValue);
  }

  /** As {@link #integer(String, int, int)}, for greater ones. */
  public Optional<Long> whole(String key, long least, long most) {
    return value(key).map(node -> whole(key, node, least, most));
  }

  /** One integer or several, within bounds. */
  public Optional<List<Integer>> integers(String key, int least, int most) {
    return value(key)
        .map(node -> {
          List<Node> each = node instanceof SequenceNode list ? list.getValue() : List.of(node);
          return each.stream().map(one -> (int) whole(key, one, least, most)).toList();
        });
  }

  public Optional<BigDecimal> number(String key) {
    return value(key).map(node -> number(key, node, "a number"));
  }

  /** A number above 0. */
  public Optional<BigDecimal> positive(String key) {
    return value(key)
        .map(node -> {
          BigDecimal number = number(key, node, "a number above 0");
          if (number.signum() <= 0) {
            throw wrong(key, node, "a number above 0");
          }
          return number;
        });
  }

  /** The keys below a key. */
  public Optional<YamlSection> section(String key) {
    return value(key).map(node -> section(key, path + key, node));
  }

  /** Whether a key has keys below it. */
  public boolean isSection(String key) {
    return values.get(key) instanceof MappingNode;
  }

  /** A list of such. */
  public Optional<List<YamlSection>> sections(String key) {
    return value(key)
        .map(node -> {
          if (!(node instanceof SequenceNode sequence)) {
            throw wrong(key, node, "a list");
          }
          List<YamlSection> sections = new ArrayList<>();
          for (Node each : sequence.getValue()) {
            sections.add(section(key, path + key + "[" + (sections.size() + 1) + "]", each));
          }
          return sections;
        });
  }

  /** A text that is made into something else, which may complain of it. */
  public <T> Optional<T> made(String key, Function<String, T> maker) {
    return text(key).map(text -> checked(key, () -> maker.apply(text)));
  }

  /**
   * What is made of a key's value.
   *
   * @throws IllegalArgumentException the maker's own, with the place in front
   */
  public <T> T checked(String key, Supplier<T> maker) {
    try {
      return maker.get();
    } catch (Misplaced e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new Misplaced(
          place(lines.getOrDefault(key, 0)) + ", " + path + key + ": " + e.getMessage());
    }
  }

  /** Says of a key what is wrong with it, or with its absence. */
  public IllegalArgumentException wrong(String key, String sentence) {
    return new Misplaced(
        place(lines.getOrDefault(key, lines.values().stream().findFirst().orElse(0)))
            + ": "
            + sentence);
  }

  /** What is made of all of it, once every key was asked for. */
  public <T> T end(T made) {
    for (Map.Entry<String, Integer> each : lines.entrySet()) {
      String key = each.getKey();
      if (!known.contains(key)) {
        throw at(
            each.getValue(),
            "there is no key '"
                + shown(key)
                + "'; "
                + Similar.to(key.replace('-', '_'), known)
                    .map(similar -> "did you mean '" + similar + "'?")
                    .orElseGet(() -> "there are " + String.join(", ", known)));
      }
    }
    return made;
  }

  private Optional<Node> value(String key) {
    known.add(key);
    Optional<Node> value = Optional.ofNullable(values.get(key));
    if (value.filter(node -> node.getTag().equals(Tag.NULL)).isPresent()) {
      throw at(lines.getOrDefault(key, 0), "the key '" + path + key + "' has no value");
    }
    return value;
  }

  private YamlSection section(String key, String name, Node node) {
    if (node instanceof MappingNode mapping) {
      return new YamlSection(where, name + ".", mapping);
    }
    throw wrong(key, node, "keys of its own, such as {key: value}");
  }

  private String text(String key, Node node) {
    if (node instanceof ScalarNode scalar && !node.getTag().equals(Tag.NULL)) {
      return scalar.getValue();
    }
    throw wrong(key, node, "a text");
  }

  private String oneOf(String key, Node node, List<String> words) {
    String word = text(key, node);
    if (!words.contains(word)) {
      throw wrong(key, node, "one of " + String.join(", ", words));
    }
    return word;
  }

  private long whole(String key, Node node, long least, long most) {
    String expected =
        least == Long.MIN_VALUE
            ? "an integer"
            : most >= Integer.MAX_VALUE
                ? "an integer of at least " + least
                : "an integer from " + least + " to " + most;
    if (node instanceof ScalarNode scalar && node.getTag().equals(Tag.INT)) {
      try {
        long number = Long.decode(scalar.getValue().replace("0o", "0"));
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        throw wrong(key, node, expected);
      }
    }
    throw wrong(key, node, expected);
  }

  private BigDecimal number(String key, Node node, String expected) {
    if (node instanceof ScalarNode scalar) {
      try {
        BigDecimal number = new BigDecimal(scalar.getValue());
        if (Double.isFinite(number.doubleValue())) {
          return number;
        }
      } catch (NumberFormatException e) {
        throw wrong(key, node, expected);
      }
    }
    throw wrong(key, node, expected);
  }

  private IllegalArgumentException wrong(String key, Node node, String expected) {
    return at(line(node), "'" + path + key + "' should be " + expected + ", found " + found(node));
  }

  private String shown(String key) {
    return path + Sentences.shortened(key, SHOWN_OF_A_KEY);
  }

  private static String found(Node node) {
    return switch (node) {
      case ScalarNode scalar when node.getTag().equals(Tag.NULL) -> "nothing";
      case ScalarNode scalar ->
          "'" + Sentences.shortened(Sentences.firstLine(scalar.getValue()), 40) + "'";
      case SequenceNode _ -> "a list";
      default -> "keys of its own";
    };
  }

  private static int line(Node node) {
    return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
  }

  private IllegalArgumentException at(int line, String words) {
    return new Misplaced(place(line) + ": " + words + (words.endsWith("?") ? "" : "."));
  }

  private String place(int line) {
    return where + (line > 0 ? ", line " + line : "");
  }
}
