package dev.codecsmith.sandbox.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs the filter as the kernel does, on the calls of both architectures. */
class SystemCallFilterTest {
  private static final int ALLOW = 0x7fff0000;
  private static final int KILL = 0x80000000;
  private static final int DONE = 0x00050000;
  private static final int EOPNOTSUPP = 0x0005005f;
  private static final int EPERM = 0x00050001;
  private static final int EACCES = 0x0005000d;
  private static final int ENOSYS = 0x00050026;
  private static final int NEW_USER_NAMESPACE = 0x10000000;
  private static final int THREAD_FLAGS = 0x003d0f00;

  /** Classic BPF, as far as the filter uses it. */
  private static int run(Machine machine, int architecture, int number, long... arguments) {
    ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    data.putInt(number).putInt(architecture).putLong(0);
    for (long argument : arguments) {
      data.putLong(argument);
    }
    ByteBuffer program =
        ByteBuffer.wrap(SystemCallFilter.assemble(machine)).order(ByteOrder.LITTLE_ENDIAN);
    int accumulator = 0;
    for (int at = 0; ; at++) {
      int code = program.getShort(at * 8);
      int ifTrue = program.get(at * 8 + 2) & 0xff;
      int ifFalse = program.get(at * 8 + 3) & 0xff;
      int constant = program.getInt(at * 8 + 4);
      switch (code) {
        case 0x20 -> accumulator = data.getInt(constant);
        case 0x15 -> at += accumulator == constant ? ifTrue : ifFalse;
        case 0x35 -> at += Integer.compareUnsigned(accumulator, constant) >= 0 ? ifTrue : ifFalse;
        case 0x45 -> at += (accumulator & constant) != 0 ? ifTrue : ifFalse;
        case 0x06 -> {
          return constant;
        }
        default -> throw new AssertionError("instruction " + code);
      }
    }
  }

  private static int answer(Machine machine, int number, long... arguments) {
    return run(machine, machine.auditArchitecture(), number, arguments);
  }

  @ParameterizedTest
  @EnumSource
  void eachDeniedCallIsDenied(Machine machine) {
    for (DeniedCall call : DeniedCall.values()) {
      int expected =
          switch (call.verdict()) {
            case KILL -> KILL;
            case REFUSE -> EPERM;
            case IGNORE -> DONE;
            case PRETEND_MISSING -> ENOSYS;
          };
      call.number(machine)
          .ifPresent(
              number -> assertThat(answer(machine, number)).as("%s", call).isEqualTo(expected));
    }
  }

  @ParameterizedTest
  @EnumSource
  void allOtherCallsAreAllowed(Machine machine) {
    for (int number = 0; number < 500; number++) {
      if (DeniedCall.of(machine, number).isEmpty() && number != socketOf(machine)) {
        assertThat(answer(machine, number)).as("call %d", number).isEqualTo(ALLOW);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void callsOfAnotherArchitectureEndTheProcess(Machine machine) {
    Machine other = machine == Machine.X86_64 ? Machine.AARCH64 : Machine.X86_64;
    assertThat(run(machine, other.auditArchitecture(), 0)).isEqualTo(KILL);
    assertThat(answer(Machine.X86_64, 0x40000003)).isEqualTo(KILL);
  }

  @Test
  void threadsAreAllowedAndNewNamespacesAreNot() {
    assertThat(answer(Machine.X86_64, 56, THREAD_FLAGS)).isEqualTo(ALLOW);
    assertThat(answer(Machine.X86_64, 56, NEW_USER_NAMESPACE | 17)).isEqualTo(KILL);
    assertThat(answer(Machine.AARCH64, 220, THREAD_FLAGS)).isEqualTo(ALLOW);
    assertThat(answer(Machine.AARCH64, 220, NEW_USER_NAMESPACE)).isEqualTo(KILL);
    assertThat(answer(Machine.X86_64, 272, 0x400)).isEqualTo(ALLOW);
    assertThat(answer(Machine.X86_64, 272, 0x00020000)).isEqualTo(KILL);
  }

  @ParameterizedTest
  @EnumSource
  void onlyLocalSocketsAreAllowed(Machine machine) {
    for (int family = 0; family < 64; family++) {
      assertThat(answer(machine, socketOf(machine), family))
          .as("family %d", family)
          .isEqualTo(family == 1 ? ALLOW : EACCES);
    }
  }

  @Test
  void whatIsInMemoryIsNeitherChosenNorTold() {
    for (int advice = 0; advice < 30; advice++) {
      int expected = advice == 20 || advice == 21 ? DONE : ALLOW;
      assertThat(answer(Machine.X86_64, 28, 0, 4096, advice)).isEqualTo(expected);
      assertThat(answer(Machine.AARCH64, 233, 0, 4096, advice)).isEqualTo(expected);
    }
    assertThat(answer(Machine.X86_64, 327, 3, 0, 1, 0, 0, 8)).isEqualTo(EOPNOTSUPP);
    assertThat(answer(Machine.AARCH64, 286, 3, 0, 1, 0, 0, 9)).isEqualTo(EOPNOTSUPP);
    assertThat(answer(Machine.X86_64, 327, 3, 0, 1, 0, 0, 1)).isEqualTo(ALLOW);
  }

  @Test
  void nobodyTypesIntoTheTerminal() {
    assertThat(answer(Machine.X86_64, 16, 0, 0x5412)).isEqualTo(EPERM);
    assertThat(answer(Machine.X86_64, 16, 0, 0xffffffff00005412L)).isEqualTo(EPERM);
    assertThat(answer(Machine.X86_64, 16, 0, 0x541C)).isEqualTo(EPERM);
    assertThat(answer(Machine.X86_64, 16, 0, 0x5401)).isEqualTo(ALLOW);
  }

  @Test
  void forbiddenCallsHaveNames() {
    assertThat(SystemCallFilter.nameOfForbidden(Machine.X86_64, 165)).hasValue("mount");
    assertThat(SystemCallFilter.nameOfForbidden(Machine.AARCH64, 40)).hasValue("mount");
    assertThat(SystemCallFilter.nameOfForbidden(Machine.X86_64, 56)).isPresent();
    assertThat(SystemCallFilter.nameOfForbidden(Machine.X86_64, 1)).isEmpty();
  }

  private static int socketOf(Machine machine) {
    return machine == Machine.X86_64 ? 41 : 198;
  }
}
