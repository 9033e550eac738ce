package dev.codecsmith.sandbox.program;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.PlainText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a program's {@code program.json} says:
 *
 * <pre>{"language": "java", "entry": "intra.IntraCodec", "name": "Intra", "description": "…"}</pre>
 *
 * @param language a language's name
 * @param entry what is started
 * @param name the program's name for people, if it has one
 * @param description what it does, in a sentence or two, if it says so
 * @param editable which files a search may change, as {@link EditablePaths} takes them; empty for
 *     all
 */
public record ProgramManifest(
    String language,
    String entry,
    Optional<String> name,
    Optional<String> description,
    List<String> editable) {
  /** The file's name. */
  public static final String FILE_NAME = "program.json";

  private static final List<String> KEYS =
      List.of("language", "entry", "name", "description", "editable");

  public ProgramManifest {
    editable = List.copyOf(editable);
  }

  /**
   * That of a program.
   *
   * @param name the program's name for people, if it has one
   */
  public static ProgramManifest of(Program program, Optional<String> name) {
    return new ProgramManifest(
        program.language(), program.entry(), name, Optional.empty(), program.editable());
  }

  /** The file's text, as {@link #parse} reads it: on one line, without what is empty. */
  public String toJson() {
    SortedMap<String, Object> manifest = new TreeMap<>();
    manifest.put("language", language);
    manifest.put("entry", entry);
    name.ifPresent(text -> manifest.put("name", text));
    description.ifPresent(text -> manifest.put("description", text));
    if (!editable.isEmpty()) {
      manifest.put("editable", editable);
    }
    return StrictJson.MAPPER.writeValueAsString(manifest) + "\n";
  }

  /** Reads the manifest of the program in {@code directory}. */
  public static ProgramManifest load(Path directory)
      throws InvalidProgramException, InfrastructureException {
    Path file = directory.resolve(FILE_NAME);
    return parse(ProgramFolder.readText(file, file.toString()), file.toString());
  }

  /**
   * Reads a manifest's text. Strict: a key that is unknown or stands there twice is a fault, and so
   * is what follows the object, since the author meant something by each.
   *
   * @param source where it comes from, for messages
   */
  public static ProgramManifest parse(String json, String source) throws InvalidProgramException {
    JsonNode root;
    try {
      root = StrictJson.MAPPER.readTree(json);
    } catch (JacksonException e) {
      throw new InvalidProgramException(JsonFaults.sentence(source, e));
    }
    if (!root.isObject()) {
      throw new InvalidProgramException(source + " does not hold one JSON object.");
    }
    for (String key : root.propertyNames()) {
      if (!KEYS.contains(key)) {
        throw new InvalidProgramException(
            source
                + " has the key "
                + PlainText.quoted(key)
                + "; known are "
                + String.join(", ", KEYS)
                + ".");
      }
    }
    return new ProgramManifest(
        required(root, "language", source),
        required(root, "entry", source),
        text(root, "name", source),
        text(root, "description", source),
        editable(root, source));
  }

  private static List<String> editable(JsonNode root, String source)
      throws InvalidProgramException {
    JsonNode value = root.get("editable");
    if (value == null || value.isNull()) {
      return List.of();
    }
    if (!value.isArray() || value.isEmpty() || !value.valueStream().allMatch(JsonNode::isString)) {
      throw new InvalidProgramException(
          source
              + ": \"editable\" must be a list of paths, at least one; leave it out where everything"
              + " may be edited.");
    }
    try {
      return new EditablePaths(value.valueStream().map(JsonNode::stringValue).toList()).paths();
    } catch (IllegalArgumentException e) {
      throw new InvalidProgramException(source + ": " + e.getMessage());
    }
  }

  private static String required(JsonNode root, String key, String source)
      throws InvalidProgramException {
    return text(root, key, source)
        .filter(value -> !value.isBlank())
        .orElseThrow(() -> new InvalidProgramException(source + " lacks \"" + key + "\"."));
  }

  private static Optional<String> text(JsonNode root, String key, String source)
      throws InvalidProgramException {
    JsonNode value = root.get(key);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw new InvalidProgramException(source + ": \"" + key + "\" must be text.");
    }
    return Optional.of(value.stringValue());
  }
}
