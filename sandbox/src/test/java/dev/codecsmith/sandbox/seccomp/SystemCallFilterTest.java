package dev.codecsmith.sandbox.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the filter as the kernel does, on the calls of both architectures. */
class SystemCallFilterTest {
  private static final Verdict EPERM = Verdict.parse("EPERM");
  private static final Verdict EINVAL = Verdict.parse("EINVAL");
  private static final int NEW_USER_NAMESPACE = 0x10000000;
  private static final int THREAD_FLAGS = 0x003d0f00;
  private static final int SIGCHLD = 17;
  private static final int SIGSYS = 31;

  /** Classic BPF, as far as the filter uses it. */
  private static Verdict run(byte[] filter, int architecture, int number, long... arguments) {
    ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    data.putInt(number).putInt(architecture).putLong(0);
    for (long argument : arguments) {
      data.putLong(argument);
    }
    ByteBuffer program = ByteBuffer.wrap(filter).order(ByteOrder.LITTLE_ENDIAN);
    int accumulator = 0;
    for (int at = 0; ; at++) {
      int code = program.getShort(at * 8);
      int ifTrue = program.get(at * 8 + 2) & 0xff;
      int ifFalse = program.get(at * 8 + 3) & 0xff;
      int constant = program.getInt(at * 8 + 4);
      switch (code) {
        case 0x20 -> accumulator = data.getInt(constant);
        case 0x54 -> accumulator &= constant;
        case 0x15 -> at += accumulator == constant ? ifTrue : ifFalse;
        case 0x35 -> at += Integer.compareUnsigned(accumulator, constant) >= 0 ? ifTrue : ifFalse;
        case 0x06 -> {
          return new Verdict(constant);
        }
        default -> throw new AssertionError("instruction " + code);
      }
    }
  }

  private static Verdict answer(Machine machine, int number, long... arguments) {
    byte[] filter = SystemCallFilter.assemble(machine, false);
    return run(filter, machine.auditArchitecture(), number, arguments);
  }

  private static Verdict x86(String name, long... arguments) {
    return answer(Machine.X86_64, SystemCallTable.named(name).x86().orElseThrow(), arguments);
  }

  @Property(tries = 3000, seed = "1")
  void theFilterAnswersAsTheTableSays(
      @ForAll Machine machine,
      @ForAll @IntRange(max = 520) int number,
      @ForAll @IntRange(max = 40) int a,
      @ForAll int b,
      @ForAll @IntRange(max = 0x6000) int c) {
    for (long[] arguments :
        List.of(
            new long[] {a, b, c, a, b, a},
            new long[] {b, c, a, 0, 0, c},
            new long[] {c, a, b, 1, 1, b},
            new long[] {0, 0, 0, 0, 0, 0})) {
      Verdict expected =
          SystemCallTable.find(machine, number)
              .map(call -> call.of(arguments))
              .orElse(Verdict.UNKNOWN);
      assertThat(answer(machine, number, arguments)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachNumberAndNameStandsInTheTableOnce(Machine machine) {
    assertThat(SystemCallTable.calls()).extracting(SystemCall::name).doesNotHaveDuplicates();
    assertThat(
            SystemCallTable.calls().stream()
                .map(call -> call.number(machine))
                .flatMapToInt(OptionalInt::stream)
                .boxed())
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void whatStandsNowhereIsNotMade(Machine machine) {
    byte[] filter = SystemCallFilter.assemble(machine, false);
    for (int number = 0; number < 2000; number++) {
      if (SystemCallTable.find(machine, number).isEmpty()) {
        assertThat(run(filter, machine.auditArchitecture(), number))
            .as("call %d", number)
            .isEqualTo(Verdict.UNKNOWN);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void callsOfAnotherArchitectureEndTheProcess(Machine machine) {
    Machine other = machine == Machine.X86_64 ? Machine.AARCH64 : Machine.X86_64;
    byte[] filter = SystemCallFilter.assemble(machine, false);
    assertThat(run(filter, other.auditArchitecture(), 0)).isEqualTo(Verdict.KILL);
    assertThat(answer(Machine.X86_64, 0x40000003)).isEqualTo(Verdict.KILL);
  }

  @Test
  void threadsAndChildrenAreAllowedAndNewNamespacesAreNot() {
    assertThat(x86("clone", THREAD_FLAGS)).isEqualTo(Verdict.ALLOW);
    assertThat(x86("clone", SIGCHLD)).isEqualTo(Verdict.ALLOW);
    assertThat(x86("clone", NEW_USER_NAMESPACE | SIGCHLD)).isEqualTo(Verdict.KILL);
    assertThat(answer(Machine.AARCH64, 220, THREAD_FLAGS)).isEqualTo(Verdict.ALLOW);
    assertThat(answer(Machine.AARCH64, 220, NEW_USER_NAMESPACE)).isEqualTo(Verdict.KILL);
    assertThat(x86("unshare", 0x400)).isEqualTo(Verdict.ALLOW);
    assertThat(x86("unshare", 0x00020000)).isEqualTo(Verdict.KILL);
    assertThat(x86("unshare", 0x00000080)).isEqualTo(Verdict.KILL);
  }

  /** So that who dies of it has met the filter. */
  @Test
  void nobodyInsideCanSendTheFiltersSignal() {
    assertThat(x86("kill", 1, SIGSYS)).isEqualTo(EPERM);
    assertThat(x86("tkill", 1, SIGSYS)).isEqualTo(EPERM);
    assertThat(x86("tgkill", 1, 1, SIGSYS)).isEqualTo(EPERM);
    assertThat(x86("kill", 1, 15)).isEqualTo(Verdict.ALLOW);
    assertThat(x86("clone", SIGSYS)).as("as the signal of a child's end").isEqualTo(Verdict.KILL);
    assertThat(x86("prctl", 1, SIGSYS)).as("as that of a parent's end").isEqualTo(EINVAL);
    assertThat(x86("fcntl", 0, 10, SIGSYS)).as("as that of a file").isEqualTo(EINVAL);
    assertThat(Stream.of("rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_send_signal").map(this::of))
        .containsOnly(EPERM);
    assertThat(Stream.of("timer_create", "mq_open").map(this::of)).containsOnly(Verdict.UNKNOWN);
  }

  private Verdict of(String name) {
    return x86(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"socket", "socketpair"})
  void onlyLocalSocketsAreAllowed(String call) {
    for (int family = 0; family < 64; family++) {
      assertThat(x86(call, family).equals(Verdict.ALLOW))
          .as("family %d", family)
          .isEqualTo(family == 1);
    }
  }

  /** SO_ATTACH_FILTER and its like take memory that the machine has little of. */
  @Test
  void noSocketTakesAFilter() {
    for (int option : List.of(26, 50, 51, 52)) {
      assertThat(x86("setsockopt", 3, 1, option)).isNotEqualTo(Verdict.ALLOW);
    }
    assertThat(x86("setsockopt", 3, 1, 7)).isEqualTo(Verdict.ALLOW);
    assertThat(x86("prctl", 22, 2)).isEqualTo(EINVAL);
    assertThat(x86("seccomp", 1)).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void whatIsInMemoryIsNeitherChosenNorTold() {
    for (int advice = 0; advice < 30; advice++) {
      boolean moves = advice == 20 || advice == 21;
      assertThat(x86("madvise", 0, 4096, advice).equals(Verdict.ALLOW) && moves).isFalse();
    }
    assertThat(x86("madvise", 0, 4096, 4)).isEqualTo(Verdict.ALLOW);
    assertThat(x86("preadv2", 3, 0, 1, 0, 0, 8)).isEqualTo(Verdict.parse("EOPNOTSUPP"));
    assertThat(x86("preadv2", 3, 0, 1, 0, 0, 0)).isEqualTo(Verdict.ALLOW);
    assertThat(x86("mincore")).isEqualTo(EPERM);
    assertThat(x86("io_setup")).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void filesCarryNoHintsLocksOrLeases() {
    for (int command :
        List.of(5, 6, 7, 8, 10, 15, 36, 37, 38, 1024, 1025, 1026, 1035, 1036, 1037)) {
      assertThat(x86("fcntl", 3, command)).as("fcntl %d", command).isEqualTo(EINVAL);
    }
    assertThat(x86("fcntl", 3, 1030)).isEqualTo(Verdict.ALLOW);
    assertThat(x86("flock")).isEqualTo(EPERM);
  }

  @Test
  void onlyHarmlessIoctlsAreMadeUnlessADeviceIsGranted() {
    byte[] granted = SystemCallFilter.assemble(Machine.X86_64, true);
    int architecture = Machine.X86_64.auditArchitecture();
    int typing = 0x5412;
    int extents = 0x6628;
    int gpu = 0xc0106409;
    for (int request : List.of(typing, extents, gpu)) {
      assertThat(x86("ioctl", 0, request)).isEqualTo(Verdict.parse("ENOTTY"));
      assertThat(x86("ioctl", 0, 0xffffffff00000000L | request)).isNotEqualTo(Verdict.ALLOW);
    }
    assertThat(x86("ioctl", 0, 0x5401)).isEqualTo(Verdict.ALLOW);
    assertThat(run(granted, architecture, 16, 0, gpu)).isEqualTo(Verdict.ALLOW);
    assertThat(run(granted, architecture, 16, 0, 0x5401)).isEqualTo(Verdict.ALLOW);
    assertThat(run(granted, architecture, 16, 0, typing)).isNotEqualTo(Verdict.ALLOW);
    assertThat(run(granted, architecture, 16, 0, extents)).isNotEqualTo(Verdict.ALLOW);
  }

  @Test
  void nobodyChangesTheLimitsOfAnother() {
    assertThat(x86("prlimit64", 1, 0)).isEqualTo(EPERM);
    assertThat(x86("prlimit64", 0, 0)).isEqualTo(Verdict.ALLOW);
  }

  @Test
  void forbiddenCallsHaveNames() {
    assertThat(SystemCallFilter.nameOfForbidden(Machine.X86_64, 165)).hasValue("mount");
    assertThat(SystemCallFilter.nameOfForbidden(Machine.AARCH64, 40)).hasValue("mount");
    assertThat(SystemCallFilter.nameOfForbidden(Machine.X86_64, 56)).isPresent();
    assertThat(SystemCallFilter.nameOfForbidden(Machine.X86_64, 1)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "read 0 63",
        "read 0 63 permit",
        "read 0 63 allow if arg6 in 1 else EPERM",
        "read 0 63 allow if arg1 within 1 else EPERM",
        "read 0 63 allow if arg1 in 1"
      })
  void aWrongLineOfTheTableIsRefused(String line) {
    assertThatThrownBy(() -> SystemCall.parse(line)).isInstanceOf(IllegalArgumentException.class);
  }
}
