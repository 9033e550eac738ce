package matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Chooses the filters of a picture: the taps that bring it nearest to the source, by least squares;
 * classes whose filters hardly differ share one.
 */
final class AdaptiveFilterSearch {
  private static final int[] COUNTS = {1, 2, 3, 4, 6, 8};

  private final AdaptiveFilter filter;
  private final BinaryCoder coder;

  AdaptiveFilterSearch(AdaptiveFilter filter, BinaryCoder coder) {
    this.filter = filter;
    this.coder = coder;
  }

  /** Filters a picture and writes how. */
  void encode(Picture pic, Plane[] source, double lambda, double[] weights) {
    for (int p = 0; p < 3; p++) {
      Plane plane = pic.planes[p];
      FilterClasses classes = p == 0 ? new FilterClasses(pic) : null;
      if (p == 1) {
        filter.loadLuma(pic.planes[0]);
      }
      filter.load(plane);
      if (p == 0) {
        filter.soft.make(plane, pic.qp, pic.g.depthShift, filter);
      }
      AdaptiveFilter.Choice choice = choose(pic, p, source[p], lambda / weights[p], classes);
      coder.counting(false);
      filter.code(coder, p, pic.level, choice, AdaptiveFilter.squares(plane.width));
      if (choice.used()) {
        filter.apply(plane, choice.set(), choice.on(), classes, p);
      }
      filter.remember(p, choice);
    }
  }

  private AdaptiveFilter.Choice choose(
      Picture pic, int p, Plane source, double lambda, FilterClasses classes) {
    Plane plane = pic.planes[p];
    int w = AdaptiveFilter.squares(plane.width);
    int count = w * AdaptiveFilter.squares(plane.height);
    int taps = AdaptiveFilter.taps(p);
    double[] off = errors(source, plane, w, count);
    double best = Arrays.stream(off).sum() + lambda * 0.5;
    AdaptiveFilter.Choice choice =
        new AdaptiveFilter.Choice(false, -1, AdaptiveFilter.Set.single(taps), new boolean[count]);
    boolean[] all = new boolean[count];
    Arrays.fill(all, true);
    boolean[] use = all;
    Plane out = new Plane(plane.width, plane.height);
    List<AdaptiveFilter.Set> trials = new ArrayList<>(filter.remembered(p));
    int old = trials.size();
    for (int trial = 0; trial < old + 3; trial++) {
      AdaptiveFilter.Set set =
          trial < old ? trials.get(trial) : solve(plane, source, use, w, p, lambda, classes);
      filter.apply(out, set, all, classes, p);
      double[] with = errors(source, out, w, count);
      boolean[] on = new boolean[count];
      double error = 0;
      boolean any = false;
      for (int i = 0; i < count; i++) {
        on[i] = with[i] + lambda < off[i];
        error += on[i] ? with[i] : off[i];
        any |= on[i];
      }
      if (!any) {
        if (trial >= old) {
          break;
        }
        continue;
      }
      AdaptiveFilter.Choice c = new AdaptiveFilter.Choice(true, trial < old ? trial : -1, set, on);
      coder.counting(true);
      filter.code(
          coder, p, pic.level, new AdaptiveFilter.Choice(true, c.remembered(), set, on.clone()), w);
      double cost = error + lambda * coder.bits();
      if (cost < best) {
        best = cost;
        choice = c;
      }
      if (trial >= old) {
        if (Arrays.equals(use, on)) {
          // The next filters would be the same.
          break;
        }
        use = on;
      }
    }
    return choice;
  }

  private static double[] errors(Plane a, Plane b, int w, int count) {
    double[] sums = new double[count];
    for (int y = 0; y < a.height; y++) {
      int row = (y >> AdaptiveFilter.LOG2) * w;
      int at = y * a.width;
      for (int x = 0; x < a.width; x++) {
        int d = a.samples[at + x] - b.samples[at + x];
        sums[row + (x >> AdaptiveFilter.LOG2)] += d * d;
      }
    }
    return sums;
  }

  /** The sums from which a group's best filter follows. */
  private static final class Sums {
    final int n;
    final double[][] a;
    final double[] b;
    // How much the best filter takes off the squared error.
    double gain = -1;
    double[] solution = {};

    Sums(int n) {
      this.n = n;
      a = new double[n][n];
      b = new double[n];
    }

    Sums plus(Sums o) {
      Sums s = new Sums(n);
      for (int i = 0; i < n; i++) {
        for (int j = i; j < n; j++) {
          s.a[i][j] = a[i][j] + o.a[i][j];
        }
        s.b[i] = b[i] + o.b[i];
      }
      return s;
    }

    double gain() {
      if (gain >= 0) {
        return gain;
      }
      double[][] m = new double[n][n + 1];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          m[i][j] = j >= i ? a[i][j] : a[j][i];
        }
        m[i][n] = b[i];
        m[i][i] += 1 + m[i][i] * 1e-4;
      }
      for (int i = 0; i < n; i++) {
        for (int r = i + 1; r < n; r++) {
          double q = m[r][i] / m[i][i];
          for (int j = i; q != 0 && j <= n; j++) {
            m[r][j] -= q * m[i][j];
          }
        }
      }
      solution = new double[n];
      gain = 0;
      for (int i = n - 1; i >= 0; i--) {
        double v = m[i][n];
        for (int j = i + 1; j < n; j++) {
          v -= m[i][j] * solution[j];
        }
        solution[i] = v / m[i][i];
      }
      for (int i = 0; i < n; i++) {
        gain += solution[i] * b[i];
      }
      gain = Math.max(0, gain);
      return gain;
    }

    int[] taps() {
      gain();
      int[] t = new int[n];
      for (int i = 0; i < n; i++) {
        t[i] = (int) Math.clamp(Math.rint(solution[i] * (1 << AdaptiveFilter.BITS)), -127, 127);
      }
      return t;
    }
  }

  private Sums[] collect(
      Plane plane, Plane source, boolean[] use, int w, int p, FilterClasses classes) {
    int n = AdaptiveFilter.taps(p);
    int own = AdaptiveFilter.places(p).length;
    Sums[] sums = new Sums[classes == null ? 1 : FilterClasses.COUNT];
    for (int k = 0; k < sums.length; k++) {
      sums[k] = new Sums(n);
    }
    int[][] distances = filter.distances(p);
    int[] s = filter.samples();
    int[] f = new int[n];
    for (int y = 0; y < plane.height; y++) {
      for (int x = 0; x < plane.width; x++) {
        if (!use[(y >> AdaptiveFilter.LOG2) * w + (x >> AdaptiveFilter.LOG2)]) {
          continue;
        }
        int k = classes == null ? 0 : classes.of[(y >> 2) * classes.width + (x >> 2)];
        int[] distance = distances[k & 3];
        Sums to = sums[k >> 2];
        int at = filter.at(x, y);
        int v = s[at];
        int d = source.samples[source.at(x, y)] - v;
        for (int t = 0; t < own; t++) {
          f[t] = s[at + distance[t]] + s[at - distance[t]] - 2 * v;
        }
        for (int t = own; t < n; t++) {
          f[t] =
              p == 0
                  ? filter.soft.values[t - own][source.at(x, y)]
                  : t < n - 1
                      ? filter.cross(x, y, t - own)
                      : filter.soft.change(p, source.at(x, y), v);
        }
        for (int t = 0; t < n; t++) {
          double[] row = to.a[t];
          int ft = f[t];
          if (ft != 0) {
            for (int u = t; u < n; u++) {
              row[u] += ft * f[u];
            }
            to.b[t] += ft * d;
          }
        }
      }
    }
    return sums;
  }

  private AdaptiveFilter.Set solve(
      Plane plane,
      Plane source,
      boolean[] use,
      int w,
      int p,
      double lambda,
      FilterClasses classes) {
    Sums[] sums = collect(plane, source, use, w, p, classes);
    int n = AdaptiveFilter.taps(p);
    List<Sums> groups = new ArrayList<>(List.of(sums));
    int[] groupOf = new int[FilterClasses.COUNT];
    for (int k = 0; k < groupOf.length; k++) {
      groupOf[k] = Math.min(k, sums.length - 1);
    }
    double[][] losses = new double[groups.size()][groups.size()];
    for (int i = 0; i < groups.size(); i++) {
      for (int j = i + 1; j < groups.size(); j++) {
        losses[i][j] = loss(groups.get(i), groups.get(j));
      }
    }
    double best = Double.MAX_VALUE;
    AdaptiveFilter.Set set = AdaptiveFilter.Set.single(n);
    while (true) {
      int count = groups.size();
      if (Arrays.binarySearch(COUNTS, count) >= 0) {
        double cost = lambda * (n * 4.5 * count + (count > 1 ? 30 + 6 * count : 0));
        int[][] taps = new int[count][];
        for (int i = 0; i < count; i++) {
          cost -= groups.get(i).gain();
          taps[i] = groups.get(i).taps();
        }
        if (cost < best) {
          best = cost;
          set = new AdaptiveFilter.Set(groupOf.clone(), taps);
        }
      }
      if (count == 1) {
        return set;
      }
      merge(groups, groupOf, losses);
    }
  }

  // What filters of their own bring two groups over one filter for both.
  private static double loss(Sums a, Sums b) {
    return a.gain() + b.gain() - a.plus(b).gain();
  }

  // Makes one group of the two that lose the least by it; losses are known for all pairs i < j.
  private static void merge(List<Sums> groups, int[] groupOf, double[][] losses) {
    int first = 0;
    int second = 1;
    double least = Double.MAX_VALUE;
    for (int i = 0; i < groups.size(); i++) {
      for (int j = i + 1; j < groups.size(); j++) {
        if (losses[i][j] < least) {
          least = losses[i][j];
          first = i;
          second = j;
        }
      }
    }
    groups.set(first, groups.get(first).plus(groups.get(second)));
    groups.remove(second);
    for (int i = 0; i < groups.size(); i++) {
      for (int j = 0; j < groups.size(); j++) {
        losses[i][j] = losses[i < second ? i : i + 1][j < second ? j : j + 1];
      }
    }
    for (int k = 0; k < groups.size(); k++) {
      if (k != first) {
        losses[Math.min(k, first)][Math.max(k, first)] = loss(groups.get(k), groups.get(first));
      }
    }
    for (int k = 0; k < groupOf.length; k++) {
      groupOf[k] = groupOf[k] == second ? first : groupOf[k] > second ? groupOf[k] - 1 : groupOf[k];
    }
  }
}
