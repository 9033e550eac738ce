package dev.codecsmith.evolve.edits.normal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutlineTest {

  @Test
  void whereBlocksStandInBracesBodiesAreLeftOut() {
    assertThat(
            Outline.of(
                "a/B.java",
                "class B {\n  int f;\n\n  int twice(int x) {\n    return x + x;\n  }\n}\n",
                1_000))
        .isEqualTo("class B {\n  int f;\n  int twice(int x) {\n}\n");
  }

  @Test
  void inPythonDeclarationsAreShown() {
    assertThat(Outline.of("m.py", "A = 1\nclass C:\n  def f(self):\n    return 1\n", 1_000))
        .isEqualTo("A = 1\nclass C:\n  def f(self):\n");
  }

  @Test
  void whatHasNoRoomIsSaidToBeLeftOut() {
    assertThat(Outline.of("m.txt", "one\ntwo\nthree\n", 8))
        .isEqualTo("one\ntwo\n… (from line 3 on nothing is shown)\n");
  }
}
