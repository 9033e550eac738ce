package dev.codecsmith.video.scenes;

import java.util.function.IntFunction;

/**
 * A camera that moves steadily and is held by a hand: slow sway and fast tremble on top of pan,
 * zoom and roll.
 *
 * @param panX frame samples per frame
 * @param panY frame samples per frame
 * @param zoomPerFrame factor per frame, 1 for none
 * @param rollPerFrame radians per frame
 * @param tremble frame samples by which the hand strays
 * @param phase where the hand's motion begins
 */
record Camera(
    double panX,
    double panY,
    double zoomPerFrame,
    double rollPerFrame,
    double tremble,
    double phase) {

  /**
   * What is seen of a layer.
   *
   * @param nearness how much of the camera's motion it takes part in, 0 for infinitely far away
   */
  IntFunction<View> of(double x, double y, double nearness) {
    return frame -> {
      double sway = 0.7 * wave(frame, 0.17, 0) + 0.3 * wave(frame, 0.61, 1);
      double bob = 0.6 * wave(frame, 0.23, 2) + 0.4 * wave(frame, 0.83, 3);
      // Tremble turns the camera, which moves far things as much as near ones.
      return new View(
          x + nearness * panX * frame + tremble * sway,
          y + nearness * panY * frame + tremble * bob,
          1 + nearness * (StrictMath.pow(zoomPerFrame, frame) - 1),
          rollPerFrame * frame);
    };
  }

  private double wave(int frame, double speed, int which) {
    return StrictMath.sin(speed * frame + phase * (which + 1) + which);
  }
}
