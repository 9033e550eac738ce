package dev.codecsmith.sandbox.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Assembles the filter for one architecture.
 *
 * <p>All is allowed but the {@link DeniedCall}s, calls of another architecture's table, new
 * namespaces, sockets other than local ones (a namespace without a network does not keep {@code
 * AF_VSOCK} and its like away), typing into a terminal, and what puts pages of files out of memory
 * or tells whether they are there. The kernel runs the program once per system call number and
 * remembers where the answer cannot change, so its length costs nothing.
 */
public final class SystemCallFilter {
  // Instructions of classic BPF: linux/bpf_common.h.
  private static final int LOAD_WORD = 0x20;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int JUMP_IF_AT_LEAST = 0x35;
  private static final int JUMP_IF_ANY_BIT = 0x45;
  private static final int RETURN = 0x06;

  // Offsets in struct seccomp_data; both machines are little-endian.
  private static final int NUMBER = 0;
  private static final int ARCHITECTURE = 4;
  private static final int FIRST_ARGUMENT = 16;
  private static final int SECOND_ARGUMENT = 24;
  private static final int THIRD_ARGUMENT = 32;
  private static final int SIXTH_ARGUMENT = 56;

  private static final int ALLOW = 0x7fff0000;
  private static final int KILL = 0x80000000;
  private static final int ERROR = 0x00050000;
  private static final int EPERM = 1;
  private static final int EACCES = 13;
  private static final int ENOSYS = 38;
  private static final int EOPNOTSUPP = 95;

  private static final int FIRST_X32_CALL = 0x40000000;
  private static final int NEW_NAMESPACES =
      // mount, cgroup, UTS, IPC, user, PID, network; time, which shares its bit with the signal
      // number in clone, can only be asked for by unshare and clone3.
      0x00020000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000;
  private static final int NEW_TIME_NAMESPACE = 0x00000080;
  private static final int TERMINAL_INSERT = 0x5412;
  private static final int TERMINAL_CONSOLE = 0x541C;
  private static final int LOCAL_SOCKET = 1;
  private static final int ONLY_IF_IN_MEMORY = 0x00000008; // RWF_NOWAIT
  private static final int OUT_OF_MEMORY_SOON = 20; // MADV_COLD
  private static final int OUT_OF_MEMORY_NOW = 21; // MADV_PAGEOUT

  private final Machine machine;
  private final List<Instruction> instructions = new ArrayList<>();

  private SystemCallFilter(Machine machine) {
    this.machine = machine;
  }

  private record Instruction(int code, int ifTrue, int ifFalse, int constant) {}

  /** The filter as bubblewrap takes it: an array of {@code struct sock_filter}. */
  public static byte[] assemble(Machine machine) {
    SystemCallFilter filter = new SystemCallFilter(machine);
    filter.write();
    ByteBuffer bytes =
        ByteBuffer.allocate(filter.instructions.size() * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (Instruction each : filter.instructions) {
      bytes
          .putShort((short) each.code)
          .put((byte) each.ifTrue)
          .put((byte) each.ifFalse)
          .putInt(each.constant);
    }
    return bytes.array();
  }

  /** The name of a call that ends a process; empty for any other number. */
  public static Optional<String> nameOfForbidden(Machine machine, int number) {
    if (number == clone(machine) || number == unshare(machine)) {
      return Optional.of("clone or unshare with new namespaces");
    }
    return DeniedCall.of(machine, number).map(DeniedCall::callName);
  }

  private void write() {
    load(ARCHITECTURE);
    skipIfEqual(machine.auditArchitecture());
    answer(KILL);
    load(NUMBER);
    if (machine == Machine.X86_64) {
      add(JUMP_IF_AT_LEAST, 0, 1, FIRST_X32_CALL);
      answer(KILL);
    }
    for (DeniedCall call : DeniedCall.values()) {
      int answer =
          switch (call.verdict()) {
            case KILL -> KILL;
            case REFUSE -> ERROR | EPERM;
            case IGNORE -> ERROR;
            case PRETEND_MISSING -> ERROR | ENOSYS;
          };
      call.number(machine).ifPresent(number -> ifNumber(number, List.of(answerOf(answer))));
    }
    ifNumber(clone(machine), ifArgumentHas(NEW_NAMESPACES, KILL));
    ifNumber(unshare(machine), ifArgumentHas(NEW_NAMESPACES | NEW_TIME_NAMESPACE, KILL));
    ifNumber(
        socket(machine),
        List.of(
            new Instruction(LOAD_WORD, 0, 0, FIRST_ARGUMENT),
            new Instruction(JUMP_IF_EQUAL, 1, 0, LOCAL_SOCKET),
            answerOf(ERROR | EACCES),
            answerOf(ALLOW)));
    ifNumber(
        ioctl(machine),
        List.of(
            new Instruction(LOAD_WORD, 0, 0, SECOND_ARGUMENT),
            new Instruction(JUMP_IF_EQUAL, 1, 0, TERMINAL_INSERT),
            new Instruction(JUMP_IF_EQUAL, 0, 1, TERMINAL_CONSOLE),
            answerOf(ERROR | EPERM),
            answerOf(ALLOW)));
    ifNumber(
        madvise(machine),
        List.of(
            new Instruction(LOAD_WORD, 0, 0, THIRD_ARGUMENT),
            new Instruction(JUMP_IF_EQUAL, 1, 0, OUT_OF_MEMORY_SOON),
            new Instruction(JUMP_IF_EQUAL, 0, 1, OUT_OF_MEMORY_NOW),
            answerOf(ERROR),
            answerOf(ALLOW)));
    ifNumber(
        preadv2(machine),
        List.of(
            new Instruction(LOAD_WORD, 0, 0, SIXTH_ARGUMENT),
            new Instruction(JUMP_IF_ANY_BIT, 0, 1, ONLY_IF_IN_MEMORY),
            answerOf(ERROR | EOPNOTSUPP),
            answerOf(ALLOW)));
    answer(ALLOW);
  }

  private static List<Instruction> ifArgumentHas(int bits, int answer) {
    return List.of(
        new Instruction(LOAD_WORD, 0, 0, FIRST_ARGUMENT),
        new Instruction(JUMP_IF_ANY_BIT, 0, 1, bits),
        answerOf(answer),
        answerOf(ALLOW));
  }

  /** The body must end in an answer on every path: the number is no longer loaded behind it. */
  private void ifNumber(int number, List<Instruction> body) {
    add(JUMP_IF_EQUAL, 0, body.size(), number);
    instructions.addAll(body);
  }

  private void load(int offset) {
    add(LOAD_WORD, 0, 0, offset);
  }

  private void skipIfEqual(int value) {
    add(JUMP_IF_EQUAL, 1, 0, value);
  }

  private void answer(int value) {
    instructions.add(answerOf(value));
  }

  private static Instruction answerOf(int value) {
    return new Instruction(RETURN, 0, 0, value);
  }

  private void add(int code, int ifTrue, int ifFalse, int constant) {
    instructions.add(new Instruction(code, ifTrue, ifFalse, constant));
  }

  private static int clone(Machine machine) {
    return machine == Machine.X86_64 ? 56 : 220;
  }

  private static int unshare(Machine machine) {
    return machine == Machine.X86_64 ? 272 : 97;
  }

  private static int socket(Machine machine) {
    return machine == Machine.X86_64 ? 41 : 198;
  }

  private static int ioctl(Machine machine) {
    return machine == Machine.X86_64 ? 16 : 29;
  }

  private static int madvise(Machine machine) {
    return machine == Machine.X86_64 ? 28 : 233;
  }

  private static int preadv2(Machine machine) {
    return machine == Machine.X86_64 ? 327 : 286;
  }
}
