package dev.codecsmith.sandbox.run;

import dev.codecsmith.sandbox.Mount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replaces paths inside a sandbox by the paths on the host that they stand for. */
final class PathTranslation {
  private final List<Mount> mounts;

  PathTranslation(List<Mount> mounts, Path temporary) {
    List<Mount> all = new ArrayList<>(mounts);
    all.add(Mount.writable(temporary, "/tmp"));
    // The longest first: /in/source.y4m must not be taken for something in /in.
    all.sort(Comparator.comparingInt((Mount mount) -> mount.inside().length()).reversed());
    this.mounts = List.copyOf(all);
  }

  /** Translates each path in a word such as {@code /codec-api.jar:/program}. */
  String translate(String word) {
    StringBuilder result = new StringBuilder();
    int at = 0;
    while (at < word.length()) {
      Mount mount = pathStartsAt(word, at) ? mountAt(word, at) : null;
      if (mount == null) {
        result.append(word.charAt(at));
        at++;
      } else {
        result.append(mount.host().toAbsolutePath());
        at += mount.inside().length();
      }
    }
    return result.toString();
  }

  private static boolean pathStartsAt(String word, int at) {
    return word.charAt(at) == '/' && (at == 0 || "=:,@".indexOf(word.charAt(at - 1)) >= 0);
  }

  private @Nullable Mount mountAt(String word, int at) {
    for (Mount mount : mounts) {
      int end = at + mount.inside().length();
      if (word.startsWith(mount.inside(), at)
          && (end == word.length() || "/:,".indexOf(word.charAt(end)) >= 0)) {
        return mount;
      }
    }
    return null;
  }
}
