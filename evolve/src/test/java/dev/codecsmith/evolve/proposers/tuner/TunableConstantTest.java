package dev.codecsmith.evolve.proposers.tuner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.sandbox.program.Program;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TunableConstantTest {
  private static Program program(String text) {
    return Program.of("java", "X", Map.of("X.java", text));
  }

  private static TunableConstant only(String text) {
    List<TunableConstant> found = TunableConstant.of(program(text));
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  @Test
  void readsNameValueAndRange() {
    TunableConstant constant =
        only("int a = 1;\n  private static final int BIAS = -12; // tune: -64..64\n");
    assertThat(constant.name()).isEqualTo("BIAS");
    assertThat(constant.value()).isEqualTo(-12);
    assertThat(constant.low()).isEqualTo(-64);
    assertThat(constant.high()).isEqualTo(64);
  }

  @Test
  void readsPythonAndCComments() {
    assertThat(only("BIAS = 3  # tune: 1..9\n").value()).isEqualTo(3);
    assertThat(only("int bias = 3; /* tune: 1..9 */\n").value()).isEqualTo(3);
  }

  @Test
  void changesThatNumberAndNothingElse() {
    String text = "int a = 7;\nint b = 7; // tune: 0..9\nint c = 7;";
    Program changed = only(text).withValue(program(text), 8);
    assertThat(changed.files().get("X.java"))
        .isEqualTo("int a = 7;\nint b = 8; // tune: 0..9\nint c = 7;");
  }

  @Test
  void aMarkWithoutAnIntegerOrWithAnEmptyRangeIsNone() {
    assertThat(TunableConstant.of(program("double d = 0.5; // tune: 0..9"))).isEmpty();
    assertThat(TunableConstant.of(program("int d = 5; // tune: 9..9"))).isEmpty();
    assertThat(TunableConstant.of(program("// tune: 0..9"))).isEmpty();
  }

  @Test
  void aMarkWhoseRangeLacksTheValueIsNone() {
    assertThat(TunableConstant.of(program("int w = 32; // tune: 4..16"))).isEmpty();
    assertThat(TunableConstant.of(program("int b = 0; // tune: 1..16"))).isEmpty();
    assertThat(only("int w = 16; // tune: 4..16").value()).isEqualTo(16);
    assertThat(only("int b = 1; // tune: 1..16").value()).isEqualTo(1);
  }

  @Test
  @Timeout(60)
  void noLineTakesForEver() {
    String word = "a".repeat(390_000) + " // tune: 1..2";
    String spaces = "a = 1; // tune: 1..2" + " ".repeat(390_000) + "x";
    assertThat(
            TunableConstant.of(Program.of("java", "X", Map.of("A.java", word, "B.java", spaces))))
        .isEmpty();
  }

  @Test
  void onlyFilesThatMayBeEditedOfferConstants() {
    Program program =
        Program.of(
            "java",
            "A",
            Map.of(
                "A.java", "int A = 6; // tune: 2..12\n", "B.java", "int B = 7; // tune: 2..12\n"));
    assertThat(TunableConstant.of(program)).hasSize(2);
    Program part = program.withEditable(List.of("B.java"));
    assertThat(TunableConstant.of(part)).extracting(TunableConstant::name).containsExactly("B");
    assertThat(TunableConstant.of(part).getFirst().withValue(part, 9).editable())
        .containsExactly("B.java");
  }
}
