package dev.codecsmith.evolve.edits.reply;

import java.util.List;
import java.util.Optional;

/**
 * What a reply says beside its edits.
 *
 * @param name the short name it gives the program ({@code NAME: …})
 * @param ideas ids of the ideas it says it used ({@code IDEA: …}), in order, without repetition
 * @param reasoning its prose outside blocks, with its declarations, cut at 8,000 characters
 */
public record ReplyNotes(Optional<String> name, List<String> ideas, String reasoning) {
  public ReplyNotes {
    ideas = List.copyOf(ideas);
  }

  /** Reads a reply whether or not its edits can be applied. */
  public static ReplyNotes of(String reply) {
    int most = EditLimits.DEFAULT.replyChars();
    return ReplyParser.parse(reply.substring(0, Math.min(reply.length(), most))).notes();
  }
}
