package matching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.codec.ChromaFormat;
import dev.codecsmith.codec.VideoFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InterSearchTest {
  /** The largest component of a vector that is sent, in quarters of a sample. */
  private static final int MOST = 8191;

  // In samples, a quarter of one more than a vector can say.
  private static final int MOVED = 2048;

  private final Geometry g = new Geometry(new VideoFormat(4352, 64, 25, 1, ChromaFormat.YUV420, 8));

  private Picture moved(int by) {
    Picture pic = new Picture(g);
    int[] columns = new Random(1).ints(900, 20, 180).toArray();
    for (int y = 0; y < g.height; y++) {
      for (int x = 0; x < g.width; x++) {
        int at = x + by;
        int v = columns[at >> 3] * (8 - (at & 7)) + columns[(at >> 3) + 1] * (at & 7);
        pic.planes[0].samples[pic.planes[0].at(x, y)] = (char) ((v >> 3) + y);
      }
    }
    return pic;
  }

  @Test
  void noVectorIsFoundThatCannotBeSent() {
    Picture reference = moved(0);
    reference.finish(true);
    Picture pic = moved(MOVED);
    pic.time = 1;
    pic.level = 1;
    pic.references = new Picture[] {reference, reference};
    pic.referenceTimes = new int[] {0, 2};
    Motion neighbour = new Motion();
    neighbour.set(0, 0, MOST, 0);
    neighbour.set(1, 1, MOST, 0);
    for (int y = 0; y < 64; y += 4) {
      int at = (y >> 2) * pic.map.width + (60 >> 2);
      pic.map.coded[at] = true;
      pic.map.motion[at] = neighbour;
    }
    reference.samples.around(0);
    InterPredictor predictor = new InterPredictor(pic);
    MotionCandidates candidates = new MotionCandidates(pic, predictor);
    InterSearch search = new InterSearch(pic, pic.planes[0], predictor, candidates, 4);
    candidates.merge(64, 0, 16, 16);

    search.search(64, 0, 16, 16);

    assertThat(search.single.x[0]).as("as far as it can").isEqualTo(MOST);
    assertThat(search.pair.x[0]).isLessThanOrEqualTo(MOST);
    assertThat(search.pair.x[1]).isLessThanOrEqualTo(MOST);
  }
}
