package dev.codecsmith.evolve.ideas;

import dev.codecsmith.sandbox.host.ResourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All ideas, by id. */
public final class IdeaBank {
  private static final String FOLDER = "/ideas/";

  private final SortedMap<String, Idea> ideas;

  private IdeaBank(SortedMap<String, Idea> ideas) {
    this.ideas = ideas;
  }

  /** A bank of just these. */
  public static IdeaBank of(Collection<Idea> ideas) {
    SortedMap<String, Idea> byId = new TreeMap<>();
    ideas.forEach(idea -> byId.put(idea.id(), idea));
    return new IdeaBank(byId);
  }

  /** The entries that ship with Codecsmith. */
  public static IdeaBank shipped() throws IdeaBankException {
    SortedMap<String, Idea> ideas = new TreeMap<>();
    for (String id : resource("index.txt").lines().toList()) {
      ideas.put(id, IdeaParser.parse(id, resource(id + ".md"), "the shipped idea " + id));
    }
    return checked(ideas, "the shipped idea ");
  }

  /**
   * The same with a folder's {@code *.md} files added; one of a shipped entry's name replaces it.
   *
   * @throws IdeaBankException if the folder or an entry cannot be read
   */
  public IdeaBank with(Path folder) throws IdeaBankException {
    SortedMap<String, Idea> all = new TreeMap<>(ideas);
    for (Path file : entries(folder)) {
      String name = file.getFileName().toString();
      String id = name.substring(0, name.length() - ".md".length());
      try {
        all.put(id, IdeaParser.parse(id, Files.readString(file), file.toString()));
      } catch (IOException e) {
        throw new IdeaBankException("The idea %s cannot be read: %s".formatted(file, e), e);
      }
    }
    return checked(all, folder + "/");
  }

  /** A bank in which each idea that another stands on is an entry. */
  private static IdeaBank checked(SortedMap<String, Idea> ideas, String place)
      throws IdeaBankException {
    for (Idea idea : ideas.values()) {
      for (String need : idea.needs()) {
        if (!ideas.containsKey(need)) {
          throw new IdeaBankException(
              "%s%s.md: it needs '%s', and there is no idea of that name"
                  .formatted(place, idea.id(), need));
        }
      }
    }
    return new IdeaBank(ideas);
  }

  public List<Idea> all() {
    return List.copyOf(ideas.values());
  }

  public Optional<Idea> find(String id) {
    return Optional.ofNullable(ideas.get(id));
  }

  private static List<Path> entries(Path folder) throws IdeaBankException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().endsWith(".md")).sorted().toList();
    } catch (IOException e) {
      throw new IdeaBankException(
          "The folder of ideas %s cannot be read: %s".formatted(folder, e), e);
    }
  }

  private static String resource(String name) {
    return ResourceFiles.text(IdeaBank.class, FOLDER + name);
  }
}
