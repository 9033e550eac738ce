package matching;

import java.util.ArrayList;
import java.util.List;

/**
 * The order in which the pictures of a group are coded, and what they predict from: the last one
 * first, then the one in the middle of each gap, so that every other picture lies between two that
 * are known.
 */
final class Pyramid {
  /** A picture of a group: its place, from 1, and how deep it lies. */
  record Place(int index, int level) {}

  static final int MOST = 32;
  static final int REFERENCES = 4;

  private final List<Picture> pool = new ArrayList<>();

  private Pyramid() {}

  static Pyramid empty() {
    return new Pyramid();
  }

  static List<Place> order(int n) {
    List<Place> out = new ArrayList<>();
    out.add(new Place(n, 0));
    between(0, n, 1, out);
    return out;
  }

  private static void between(int low, int high, int level, List<Place> out) {
    if (high - low < 2) {
      return;
    }
    int middle = (low + high) / 2;
    out.add(new Place(middle, level));
    between(low, middle, level + 1, out);
    between(middle, high, level + 1, out);
  }

  /** Gives a picture its time, level and references. */
  void place(Picture p, int time, int level) {
    p.time = time;
    p.level = level;
    List<Picture> near = new ArrayList<>();
    for (Picture r : pool) {
      if (level > 0 || r.level == 0) {
        near.add(r);
      }
    }
    near.sort((a, b) -> {
      int da = Math.abs(a.time - time) * 4 + a.level;
      int db = Math.abs(b.time - time) * 4 + b.level;
      return da != db ? da - db : a.time - b.time;
    });
    // The nearest, then the nearest of the other side.
    if (level > 0) {
      boolean past = near.get(0).time < time;
      for (int i = 1; i < near.size(); i++) {
        if (near.get(i).time < time != past) {
          near.add(1, near.remove(i));
          break;
        }
      }
    }
    int n = Math.min(REFERENCES, near.size());
    p.references = near.subList(0, n).toArray(new Picture[0]);
    p.referenceTimes = new int[n];
    for (int i = 0; i < n; i++) {
      p.referenceTimes[i] = p.references[i].time;
    }
  }

  /** A finished picture may be predicted from. */
  void add(Picture p) {
    pool.add(p);
  }

  /** Forgets what lies behind; {@code time} is that of the last key picture. */
  void endGroup(int time) {
    pool.removeIf(p -> p.level > 0 || p.time < time - 2 * MOST);
    // Earlier key pictures are never among the nearest again.
    while (pool.size() > REFERENCES) {
      pool.removeFirst();
    }
  }
}
