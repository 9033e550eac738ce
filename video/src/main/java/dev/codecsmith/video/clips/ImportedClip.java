package dev.codecsmith.video.clips;

import java.util.List;

/**
 * A clip that was made of a file.
 *
 * @param notes what a person should know who takes the clip for the file, each a sentence: what was
 *     done to its pictures, that its frames are not evenly spaced, what its samples do not show
 */
public record ImportedClip(Clip clip, List<String> notes) {
  public ImportedClip {
    notes = List.copyOf(notes);
  }
}
