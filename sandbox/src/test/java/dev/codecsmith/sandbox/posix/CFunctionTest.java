package dev.codecsmith.sandbox.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class CFunctionTest {
  private static final int ENOENT = 2;

  @Test
  void anIntIsReadFromItsHalfOfTheWord() {
    assertThat(CFunction.named("abs").intResult(-5)).isEqualTo(5);
    assertThat(CFunction.named("toupper").intResult('a')).isEqualTo('A');
  }

  @Test
  void aLongKeepsAllOfItsBits() {
    assertThat(CFunction.named("labs").result(-(1L << 40))).isEqualTo(1L << 40);
  }

  @Test
  void sixVariadicArgumentsArrive() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocate(64);
      MemorySegment format = arena.allocateFrom("%d %ld %d");
      int written =
          CFunction.named("snprintf")
              .intResult(text.address(), text.byteSize(), format.address(), -1, 1L << 40, 7);
      assertThat(text.getString(0)).isEqualTo("-1 1099511627776 7").hasSize(written);
    }
  }

  @Test
  void aNegativeResultIsItsErrorNumber() {
    try (Arena arena = Arena.ofConfined()) {
      long nowhere = arena.allocateFrom("/nowhere/at/all").address();
      assertThat(CFunction.named("open").intResultOrErrno(nowhere, 0)).isEqualTo(-ENOENT);
      assertThat(CFunction.named("readlink").resultOrErrno(nowhere, nowhere, 1)).isEqualTo(-ENOENT);
    }
  }

  @Test
  void moreThanSixArgumentsAreRefused() {
    CFunction function = CFunction.named("abs");
    assertThatThrownBy(() -> function.result(1, 2, 3, 4, 5, 6, 7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("7 arguments are more than 6");
  }
}
