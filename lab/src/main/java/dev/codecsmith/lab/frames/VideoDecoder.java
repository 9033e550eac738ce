package dev.codecsmith.lab.frames;

import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.measure.FrameTap;
import java.io.IOException;

/** Decodes what was coded. */
@FunctionalInterface
public interface VideoDecoder {
  /**
   * Decodes all frames, from the first on.
   *
   * @param tap is shown each as soon as it is there
   * @return the figures of each frame, as {@link dev.codecsmith.lab.measure.FrameCsv} writes them;
   *     of an anchor with {@code bytes}, what each takes, where that is known
   * @throws CandidateFault if the program does not build or its decoder fails
   * @throws IOException with a sentence if this machine cannot decode it
   */
  String decode(CodedVideo video, FrameTap tap)
      throws CandidateFault, IOException, InterruptedException;
}
