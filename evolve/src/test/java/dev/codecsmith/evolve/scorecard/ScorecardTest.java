package dev.codecsmith.evolve.scorecard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codecsmith.store.RatePoint;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScorecardTest {
  private static final ClipRoles ROLES = new ClipRoles(List.of("a", "b"), List.of("hidden"));

  @Test
  void eachPointStandsBesideTheAnchorsRateAtTheSameQuality() {
    List<RatePoint> points =
        List.of(Records.point("a", 40, 300, 33), Records.point("a", 20, 100, 31.5));
    Scorecard card =
        Scorecard.of(
            Records.succeeded(1, 5, points, List.of(), ""), ROLES, Records.anchors("a", "b"));
    List<Scorecard.Point> shown = card.clips().getFirst().points();
    assertThat(shown).extracting(Scorecard.Point::quality).containsExactly(20, 40);
    // Half way between 100 and 200 kbit/s in the logarithm.
    assertThat(shown.get(0).anchorKbps().getAsDouble()).isCloseTo(141.42, within(0.01));
    assertThat(shown.get(0).excessPercent().getAsDouble()).isCloseTo(-29.29, within(0.01));
    assertThat(shown.get(1).excessPercent().getAsDouble()).isCloseTo(50, within(1e-9));
  }

  @Test
  void outsideTheAnchorsRangeThereIsNoComparison() {
    List<RatePoint> points =
        List.of(
            Records.point("a", 1, 10, 20),
            Records.point("a", 2, 9000, 60),
            Records.point("a", 3, 9000, Double.POSITIVE_INFINITY));
    Scorecard card =
        Scorecard.of(Records.succeeded(1, 5, points, List.of(), ""), ROLES, Records.anchors("a"));
    assertThat(card.clips().getFirst().points())
        .allMatch(p -> p.anchorKbps().isEmpty() && p.excessPercent().isEmpty());
  }

  @Test
  void poorerChromaThanTheAnchorsIsADeficit() {
    Scorecard card =
        Scorecard.of(
            Records.succeeded(1, 5, List.of(Records.point("a", 20, 100, 34, 32)), List.of(), ""),
            ROLES,
            Records.anchors("a"));
    Scorecard.Point point = card.clips().getFirst().points().getFirst();
    assertThat(point.psnrYuv().getAsDouble()).isCloseTo(33.5, within(1e-9));
    assertThat(point.chromaDeficitDb().getAsDouble()).isCloseTo(2, within(1e-9));
  }

  @Test
  void clipsThatAreNotSearchedAreNotInIt() {
    List<RatePoint> points =
        List.of(Records.point("hidden", 20, 100, 34), Records.point("other", 20, 100, 34));
    assertThat(
            Scorecard.of(
                    Records.succeeded(1, 5, points, List.of(), ""),
                    ROLES,
                    Records.anchors("hidden"))
                .clips())
        .isEmpty();
  }

  @Test
  void aTextNamesAHeldOutClipAsAWordOnly() {
    ClipRoles roles = new ClipRoles(List.of("bus_night.y4m"), List.of("bus.y4m", "Akiyo"));
    assertThat(roles.namesHoldOut("encoding bus.y4m failed")).isTrue();
    assertThat(roles.namesHoldOut("clip=BUS, q=20")).isTrue();
    assertThat(roles.namesHoldOut("/tmp/akiyo_cif")).isTrue();
    assertThat(roles.namesHoldOut("business as usual, on bus_night.y4m")).isFalse();
    assertThat(new ClipRoles(List.of("a"), List.of()).namesHoldOut("anything")).isFalse();
  }

  @Test
  void aClipCannotBeSearchedAndHeldOut() {
    assertThatThrownBy(() -> new ClipRoles(List.of("a", "b"), List.of("b")))
        .hasMessageContaining("'b' is both");
  }
}
