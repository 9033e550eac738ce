package subpel;

import java.util.ArrayList;
import java.util.List;

/**
 * Which pictures a picture may refer to and how finely it is quantised. Both follow from its place
 * after the last intra picture, so nothing of it is in the bitstream. Each fourth picture is an
 * anchor: it is quantised more finely than the three after it, which lean on it, and stays
 * available for longer.
 */
final class Rhythm {
  private static final int INTRA_QP_OFFSET = -2; // tune: -6..2
  private static final int ANCHOR_QP_OFFSET = 0; // tune: -4..4
  private static final int BETWEEN_QP_OFFSET = 2; // tune: -2..6

  private static final int PERIOD = 4;
  private static final int MAX_REFERENCES = 4;

  private final List<Picture> anchors = new ArrayList<>();
  private Picture previous;

  /** The quantiser of a picture. */
  static int qp(int base, int order) {
    int offset;
    if (order == 0) {
      offset = INTRA_QP_OFFSET;
    } else {
      offset = order % PERIOD == 0 ? ANCHOR_QP_OFFSET : BETWEEN_QP_OFFSET;
    }
    return Math.clamp(base + offset, 0, Quantiser.MAX_QP);
  }

  /** Forgets all pictures: the next one is intra. */
  void restart() {
    anchors.clear();
    previous = null;
  }

  int nextOrder() {
    return previous == null ? 0 : previous.order + 1;
  }

  /**
   * What the next picture may refer to: the one before it first, then the anchors, latest first.
   */
  Picture[] references() {
    List<Picture> references = new ArrayList<>();
    if (previous != null) {
      references.add(previous);
    }
    for (int i = anchors.size() - 1; i >= 0 && references.size() < MAX_REFERENCES; i--) {
      if (anchors.get(i) != previous) {
        references.add(anchors.get(i));
      }
    }
    return references.toArray(new Picture[0]);
  }

  /** Takes a finished picture. */
  void add(Picture picture) {
    previous = picture;
    picture.forgetReferences();
    if (picture.order % PERIOD == 0) {
      anchors.add(picture);
      if (anchors.size() >= MAX_REFERENCES + 1) {
        anchors.remove(0);
      }
    }
  }
}
