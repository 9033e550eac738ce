package matching;

import java.util.Arrays;

/**
 * Which intra directions the samples around a block suggest: the slopes of the two lines next to
 * it, each with its strength, in a histogram over the directions.
 *
 * <p>Decoder-side intra mode derivation: E. Mora, A. Nasrallah, M. Raulet, "Decoder-side intra mode
 * derivation", JVET-L0164, 2018, as in ECM; used here for the list of probable modes only.
 */
final class Gradients {
  private final Plane plane;
  private final int[] histogram = new int[IntraPredictor.MODES];

  /** The strongest direction, or 0 without any. */
  int first;

  /** The second. */
  int second;

  /** How clear the first one is: 0 to 3. */
  int sure;

  Gradients(Plane plane) {
    this.plane = plane;
  }

  /** Looks around a block of luma. */
  void look(int x, int y, int w, int h) {
    Arrays.fill(histogram, 0);
    int total = 0;
    for (int i = 0; y > 2 && x > 0 && i < w - 1; i++) {
      total += add(plane.at(x + i, y - 2));
    }
    for (int i = 0; x > 2 && y > 0 && i < h - 1; i++) {
      total += add(plane.at(x - 2, y + i));
    }
    first = 0;
    second = 0;
    for (int m = 2; m < histogram.length; m++) {
      if (histogram[m] > histogram[first]) {
        second = first;
        first = m;
      } else if (histogram[m] > histogram[second]) {
        second = m;
      }
    }
    int share = total == 0 ? 0 : histogram[first] * 16 / total;
    sure = share < 3 ? 0 : share < 5 ? 1 : share < 9 ? 2 : 3;
  }

  private int add(int at) {
    char[] s = plane.samples;
    int up = at - plane.width;
    int down = at + plane.width;
    int gx = s[up + 1] + 2 * s[at + 1] + s[down + 1] - s[up - 1] - 2 * s[at - 1] - s[down - 1];
    int gy = s[down - 1] + 2 * s[down] + s[down + 1] - s[up - 1] - 2 * s[up] - s[up + 1];
    int strength = Math.abs(gx) + Math.abs(gy);
    if (strength > 0) {
      boolean vertical = Math.abs(gx) >= Math.abs(gy);
      int angle = vertical ? 32 * gy / gx : 32 * gx / gy;
      int i = Arrays.binarySearch(IntraPredictor.ANGLE, angle);
      if (i < 0) {
        i = -1 - i;
        int[] a = IntraPredictor.ANGLE;
        i = i > 0 && angle - a[i - 1] <= a[i] - angle ? i - 1 : i;
      }
      histogram[IntraPredictor.DIAGONAL + (vertical ? i : -i)] += strength;
    }
    return strength;
  }
}
