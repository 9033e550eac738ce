package dev.codecsmith.video.scenes;

/** Red, green and blue, gamma-coded, about 0 to 1. */
record Colour(float red, float green, float blue) {

  static Colour of(double red, double green, double blue) {
    return new Colour((float) red, (float) green, (float) blue);
  }

  /** This colour at 0, the other at 1. */
  Colour mix(Colour other, double share) {
    float t = (float) Math.clamp(share, 0, 1);
    return new Colour(
        red + t * (other.red - red),
        green + t * (other.green - green),
        blue + t * (other.blue - blue));
  }

  Colour times(double light) {
    float l = (float) light;
    return new Colour(red * l, green * l, blue * l);
  }
}
