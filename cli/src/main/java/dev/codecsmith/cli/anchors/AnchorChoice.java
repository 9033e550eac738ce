package dev.codecsmith.cli.anchors;

import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.anchors.CommandAnchor;
import dev.codecsmith.store.ArtifactStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The anchors that somebody chose by their names.
 *
 * @param names the first is the main one
 * @param own those that do not ship; what is not chosen of them plays no part
 */
public record AnchorChoice(List<String> names, List<OwnAnchor> own) {
  public AnchorChoice {
    names = List.copyOf(names);
    own = List.copyOf(own);
  }

  /**
   * Refuses a name that there is no anchor of, a name given twice, and commands that cannot be
   * meant.
   *
   * @throws IllegalArgumentException with a sentence
   */
  public void check() {
    Set<String> defined = new HashSet<>();
    for (OwnAnchor each : own) {
      OwnAnchor _ = each.checked();
      if (!defined.add(each.name())) {
        throw new IllegalArgumentException(
            "There are two anchors '" + each.name() + "'; give one of them another name.");
      }
    }
    for (String name : names) {
      if (own(name).isEmpty()) {
        Anchor _ = Anchors.named(name);
      }
    }
  }

  private Optional<OwnAnchor> own(String name) {
    return own.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /**
   * They, as they are on this machine.
   *
   * @throws IllegalArgumentException with a sentence if a program or files of one are missing
   */
  public List<Anchor> here() throws IOException {
    List<Anchor> anchors = new ArrayList<>();
    for (String name : names) {
      Optional<OwnAnchor> mine = own(name);
      anchors.add(mine.isPresent() ? mine.get().here() : Anchors.named(name));
    }
    return anchors;
  }

  /**
   * Keeps the files of those that do not ship.
   *
   * @param anchors {@link #here}, as they are to be measured
   * @throws IOException with a sentence if they have changed since
   */
  public void keepFiles(List<Anchor> anchors, ArtifactStore artifacts) throws IOException {
    for (Anchor anchor : anchors) {
      if (anchor instanceof CommandAnchor command) {
        Optional<OwnAnchor> mine = own(command.name());
        if (mine.isPresent()) {
          AnchorFiles.keep(mine.get(), command, artifacts);
        }
      }
    }
  }
}
