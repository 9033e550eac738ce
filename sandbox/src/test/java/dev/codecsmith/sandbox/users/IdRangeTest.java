package dev.codecsmith.sandbox.users;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdRangeTest {
  @Test
  void whereAllNumbersExistOneThatNoToolHandsOutIsTaken() {
    IdRange range = IdRange.unused("         0          0 4294967295\n").orElseThrow();
    assertThat(range.first()).isEqualTo(1_900_000_000L);
    assertThat(range.count()).isEqualTo(65_536);
  }

  @Test
  void inAContainerTheLastBelowNobodyAreTaken() {
    IdRange range = IdRange.unused("0 100000 65536\n").orElseThrow();
    assertThat(range.first() + range.count()).isEqualTo(65_534);
    assertThat(range.first()).isGreaterThan(60_000);
  }

  @Test
  void whereThereAreNoneButOurselvesNoneIsTaken() {
    assertThat(IdRange.unused("0 1000 1\n")).isEmpty();
    assertThat(IdRange.unused("0 1000 1\n1 100000 1000\n")).isEmpty();
  }

  @Test
  void theLargestRangeSetAsideForAUserIsFoundByNameOrNumber() {
    String text = "root:100000:65536\nann:200000:10\nann:300000:65536\n1001:400000:5\nbob:x:1\n";
    assertThat(IdRange.setAside(text, "ann", 7)).hasValue(new IdRange(300_000, 65_536));
    assertThat(IdRange.setAside(text, "cid", 1001)).hasValue(new IdRange(400_000, 5));
    assertThat(IdRange.setAside(text, "bob", 8)).isEmpty();
  }

  @Test
  void theNumbersGoRound() {
    IdRange range = new IdRange(100, 3);
    assertThat(range.at(0)).isEqualTo(100);
    assertThat(range.at(5)).isEqualTo(102);
    assertThat(range.at(-1)).isEqualTo(102);
  }
}
