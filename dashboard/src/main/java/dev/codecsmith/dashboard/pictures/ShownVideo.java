package dev.codecsmith.dashboard.pictures;

import dev.codecsmith.lab.frames.CodedVideo;
import dev.codecsmith.video.clips.Clip;

/** A video that is looked at. */
sealed interface ShownVideo {
  Clip clip();

  /** A clip as it is. */
  record Source(Clip clip) implements ShownVideo {}

  /** What a codec made of it. */
  record Coded(CodedVideo video) implements ShownVideo {
    @Override
    public Clip clip() {
      return video.clip();
    }
  }
}
