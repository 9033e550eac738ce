package dev.codecsmith.video.scenes;

/** What a generated shot shows. */
public enum SceneKind {
  /** Hills, trees and clouds, panned, with parallax; balloons that hills cover. */
  LANDSCAPE,
  /** Leaves of all sizes, zoomed and turned; twigs that sway in front. */
  FOLIAGE,
  /** House fronts, taken from a standing camera; cars that pass. */
  STREET;

  /**
   * Paints a scene of this kind.
   *
   * @param width frame width in samples
   * @param height frame height in samples
   * @param frames how many frames will be taken
   */
  public Scene paint(int width, int height, int frames, Randomness randomness) {
    return switch (this) {
      case LANDSCAPE -> LandscapeScene.paint(width, height, frames, randomness);
      case FOLIAGE -> FoliageScene.paint(width, height, randomness);
      case STREET -> StreetScene.paint(width, height, frames, randomness);
    };
  }
}
