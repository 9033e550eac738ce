package dev.codecsmith.evolve.edits.reply;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lines to find and lines to put in their place, once the mark-up around them is settled. */
public record SearchText(List<String> search, List<String> replace) {

  /**
   * The readings of a block, the most literal first: as written; without a fence around each half;
   * without the markers' indentation.
   */
  public static List<SearchText> variants(Operation.Replacement block) {
    SearchText written = new SearchText(block.search(), block.replace());
    Set<SearchText> variants = new LinkedHashSet<>();
    variants.add(written);
    variants.add(written.withoutFences());
    written.withoutIndent(block.indent()).ifPresent(variants::add);
    return List.copyOf(variants);
  }

  /** Where in the file the search lines begin, from 0; a search without lines is nowhere. */
  public List<Integer> places(List<String> lines) {
    List<Integer> places = new ArrayList<>();
    if (search.isEmpty()) {
      return places;
    }
    int[] borders = borders();
    int equal = 0;
    for (int i = 0; i < lines.size(); i++) {
      while (equal > 0 && !lines.get(i).equals(search.get(equal))) {
        equal = borders[equal - 1];
      }
      if (lines.get(i).equals(search.get(equal))) {
        equal++;
      }
      if (equal == search.size()) {
        places.add(i + 1 - equal);
        equal = borders[equal - 1];
      }
    }
    return places;
  }

  /**
   * For each beginning of the search, how many of its last lines are its first ones too (Knuth,
   * Morris, Pratt 1977): a file of nothing but equal lines must not cost their product.
   */
  private int[] borders() {
    int[] borders = new int[search.size()];
    int equal = 0;
    for (int i = 1; i < search.size(); i++) {
      while (equal > 0 && !search.get(i).equals(search.get(equal))) {
        equal = borders[equal - 1];
      }
      if (search.get(i).equals(search.get(equal))) {
        equal++;
      }
      borders[i] = equal;
    }
    return borders;
  }

  private SearchText withoutFences() {
    return new SearchText(Markers.withoutFence(search), Markers.withoutFence(replace));
  }

  private Optional<SearchText> withoutIndent(String indent) {
    boolean all =
        !indent.isEmpty()
            && search.stream().allMatch(l -> l.isBlank() || l.startsWith(indent))
            && replace.stream().allMatch(l -> l.isBlank() || l.startsWith(indent));
    return all
        ? Optional.of(new SearchText(dedented(search, indent), dedented(replace, indent)))
        : Optional.empty();
  }

  private static List<String> dedented(List<String> text, String indent) {
    return text.stream().map(l -> l.startsWith(indent) ? l.substring(indent.length()) : l).toList();
  }
}
