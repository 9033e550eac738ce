package dev.codecsmith.lab.anchors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AnchorsTest {
  @Test
  void everyAnchorInTheIndexLoadsAndMeasuresBeyondItsBand() {
    assertThat(Anchors.names()).contains(Anchors.DEFAULT).doesNotHaveDuplicates();
    for (String name : Anchors.names()) {
      Anchor anchor = Anchors.named(name);
      assertThat(anchor.name()).isEqualTo(name);
      assertThat(anchor.values().getFirst()).isLessThan(anchor.bandBest());
      assertThat(anchor.values().getLast()).isGreaterThan(anchor.bandWorst());
      assertThat(anchor.values()).hasSizeGreaterThan(8);
    }
  }

  @Test
  void theMainAnchorsBandIsCrf22To37() {
    Anchor anchor = Anchors.named(Anchors.DEFAULT);
    assertThat(anchor.bandBest()).isEqualTo(22);
    assertThat(anchor.bandWorst()).isEqualTo(37);
    assertThat(((FfmpegAnchor) anchor).arguments())
        .containsSequence("-preset", "medium", "-tune", "psnr");
  }

  @Test
  void anUnknownAnchorIsToldTheKnownOnes() {
    assertThatThrownBy(() -> Anchors.named("h266")).hasMessageContaining("x264-medium");
  }
}
