package dev.codecsmith.evolve.prompts.templates;

import dev.codecsmith.sandbox.host.ResourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All templates, checked. */
public final class PromptTemplates {
  private static final String FOLDER = "/prompts/";

  private final Map<TemplateName, Template> templates;

  private PromptTemplates(Map<TemplateName, Template> templates) {
    this.templates = templates;
  }

  /** The templates that ship with Codecsmith. */
  public static PromptTemplates shipped() throws PromptException {
    Map<TemplateName, Template> templates = new EnumMap<>(TemplateName.class);
    for (TemplateName name : TemplateName.values()) {
      templates.put(
          name, Template.parse(name, resource(name), "the shipped template " + name.file()));
    }
    return new PromptTemplates(templates);
  }

  /**
   * The shipped templates, those replaced of which the folder has a file of the same name.
   *
   * @throws PromptException if the folder cannot be read, has a Markdown file of another name, or a
   *     template in it is not as it should be
   */
  public static PromptTemplates with(Path folder) throws PromptException {
    PromptTemplates all = shipped();
    for (Path file : markdownFiles(folder)) {
      String fileName = file.getFileName().toString();
      TemplateName name =
          Stream.of(TemplateName.values())
              .filter(n -> n.file().equals(fileName))
              .findFirst()
              .orElseThrow(() ->
                  new PromptException(
                      "%s replaces no template; the templates are %s"
                          .formatted(
                              file,
                              Stream.of(TemplateName.values())
                                  .map(TemplateName::file)
                                  .collect(Collectors.joining(", ")))));
      try {
        all.templates.put(name, Template.parse(name, Files.readString(file), file.toString()));
      } catch (IOException e) {
        throw new PromptException("The template %s cannot be read: %s".formatted(file, e), e);
      }
    }
    return all;
  }

  /** A shipped template's text, to start one's own from. */
  public static String resource(TemplateName name) {
    return ResourceFiles.text(PromptTemplates.class, FOLDER + name.file());
  }

  public String render(TemplateName name, Map<String, String> values) {
    return Objects.requireNonNull(templates.get(name)).render(values);
  }

  private static List<Path> markdownFiles(Path folder) throws PromptException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().endsWith(".md")).sorted().toList();
    } catch (IOException e) {
      throw new PromptException(
          "The folder of prompt templates %s cannot be read: %s".formatted(folder, e), e);
    }
  }
}
