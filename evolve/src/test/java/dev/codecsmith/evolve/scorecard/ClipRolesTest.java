package dev.codecsmith.evolve.scorecard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClipRolesTest {
  private static final ClipRoles CAR =
      new ClipRoles(List.of("carphone", "old car (2)"), List.of("car"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "car",
        "Car",
        "Encoding car at QUALITY 20 failed",
        "recon/car/20",
        "/tmp/car.y4m: no such file",
        "car-smoke",
        "car_cif",
        "(car)",
        "carphone and car",
        "old car",
        "a\ncar\nb"
      })
  void textNamesAHeldOutClip(String text) {
    assertThat(CAR.namesHoldOut(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "carphone",
        "Encoding carphone at QUALITY 20 failed",
        "a scare",
        "cars",
        "error: 'carCount' undeclared",
        "oscar",
        "car2",
        "Encoding old car (2) failed",
        "Encoding OLD CAR (2) failed"
      })
  void textNamesNone(String text) {
    assertThat(CAR.namesHoldOut(text)).isFalse();
  }

  @Test
  void aSearchClipsNameWithinAHeldOutOneDoesNotHideIt() {
    ClipRoles roles = new ClipRoles(List.of("park", "joy"), List.of("park joy"));

    assertThat(roles.namesHoldOut("Encoding park joy failed")).isTrue();
    assertThat(roles.namesHoldOut("Encoding park failed")).isFalse();
  }

  @Test
  void namesThatOverlapDoNotHideEachOther() {
    ClipRoles roles = new ClipRoles(List.of("big car"), List.of("car crash"));

    assertThat(roles.namesHoldOut("big car crash")).isTrue();
  }

  @Test
  void aNameIsTakenLetterByLetter() {
    ClipRoles roles = new ClipRoles(List.of("a"), List.of("[x] (1+1).mkv", "Käse_4K"));

    assertThat(roles.namesHoldOut("Decoding [x] (1+1).mkv")).isTrue();
    assertThat(roles.namesHoldOut("Decoding [x] (1+1)")).isTrue();
    assertThat(roles.namesHoldOut("Decoding x 11")).isFalse();
    assertThat(roles.namesHoldOut("of KÄSE_4K:")).isTrue();
    assertThat(roles.namesHoldOut("of Käse_4K2")).isFalse();
  }

  @Test
  void withNothingHeldOutNothingIsNamed() {
    assertThat(new ClipRoles(List.of("a"), List.of()).namesHoldOut("a b")).isFalse();
  }
}
