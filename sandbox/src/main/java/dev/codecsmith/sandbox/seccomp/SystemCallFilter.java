package dev.codecsmith.sandbox.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Assembles the filter of system calls for one architecture: what {@link SystemCallTable} allows is
 * allowed, and nothing else; calls of another architecture's table end the process.
 *
 * <p>The kernel runs the program once per number and remembers where the answer cannot change, so
 * its length costs nothing on kernels of the last years.
 */
public final class SystemCallFilter {
  // Instructions of classic BPF: linux/bpf_common.h.
  private static final int LOAD_WORD = 0x20;
  private static final int AND = 0x54;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int JUMP_IF_AT_LEAST = 0x35;
  private static final int RETURN = 0x06;

  // Offsets in struct seccomp_data; both machines are little-endian.
  private static final int NUMBER = 0;
  private static final int ARCHITECTURE = 4;
  private static final int FIRST_ARGUMENT = 16;
  private static final int ARGUMENT_BYTES = 8;

  private static final int FIRST_X32_CALL = 0x40000000;
  private static final int LONGEST_JUMP = 255;

  // What a driver of a device file that is granted is asked by. Groups of ioctl of file systems,
  // block devices and terminals stay closed: linux/fs.h, asm-generic/ioctls.h.
  private static final Condition NO_FILE_SYSTEM_IOCTL =
      new Condition(1, 0xff00, List.of(0x1200, 0x5400, 0x5800, 0x6600, 0x7600, 0x9400), true);

  private final List<Instruction> instructions = new ArrayList<>();

  private record Instruction(int code, int ifTrue, int ifFalse, int constant) {}

  private SystemCallFilter() {}

  /**
   * The filter as the kernel takes it: an array of {@code struct sock_filter}.
   *
   * @param devices whether the run may talk to drivers of device files that it was granted
   */
  public static byte[] assemble(Machine machine, boolean devices) {
    SystemCallFilter filter = new SystemCallFilter();
    filter.write(machine, devices);
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
    return SystemCallTable.find(machine, number)
        .filter(SystemCall::canKill)
        .map(call ->
            call.conditions().isEmpty() ? call.name() : call.name() + " with new namespaces");
  }

  private void write(Machine machine, boolean devices) {
    load(ARCHITECTURE);
    add(JUMP_IF_EQUAL, 1, 0, machine.auditArchitecture());
    answer(Verdict.KILL);
    load(NUMBER);
    if (machine == Machine.X86_64) {
      add(JUMP_IF_AT_LEAST, 0, 1, FIRST_X32_CALL);
      answer(Verdict.KILL);
    }
    for (SystemCall call : SystemCallTable.calls()) {
      call.number(machine)
          .ifPresent(number -> {
            List<Instruction> body = body(call, devices);
            if (body.size() > LONGEST_JUMP) {
              throw new IllegalStateException("too many conditions: " + call.name());
            }
            add(JUMP_IF_EQUAL, 0, body.size(), number);
            instructions.addAll(body);
          });
    }
    answer(Verdict.UNKNOWN);
  }

  /** Answers on every path: the number is no longer loaded behind it. */
  private static List<Instruction> body(SystemCall call, boolean devices) {
    List<Instruction> body = new ArrayList<>();
    if (devices && call.name().equals("ioctl")) {
      body.addAll(unlessAllHold(call.conditions(), Verdict.ALLOW));
      body.addAll(unlessAllHold(List.of(NO_FILE_SYSTEM_IOCTL), Verdict.ALLOW));
      body.add(answerOf(call.otherwise()));
      return body;
    }
    body.addAll(unlessAllHold(call.conditions(), call.verdict()));
    if (!call.conditions().isEmpty()) {
      body.add(answerOf(call.otherwise()));
    }
    return body;
  }

  /** The verdict where all conditions hold; goes on behind its last instruction otherwise. */
  private static List<Instruction> unlessAllHold(List<Condition> conditions, Verdict verdict) {
    List<Instruction> code = new ArrayList<>(List.of(answerOf(verdict)));
    for (Condition condition : conditions.reversed()) {
      code.addAll(0, check(condition, code.size()));
    }
    return code;
  }

  /** Goes on at the next instruction where it holds, else {@code skip} instructions later. */
  private static List<Instruction> check(Condition condition, int skip) {
    List<Instruction> code = new ArrayList<>();
    int offset = FIRST_ARGUMENT + condition.argument() * ARGUMENT_BYTES;
    code.add(new Instruction(LOAD_WORD, 0, 0, offset));
    if (condition.mask() != 0xffffffff) {
      code.add(new Instruction(AND, 0, 0, condition.mask()));
    }
    List<Integer> values = condition.values();
    for (int i = 0; i < values.size(); i++) {
      int left = values.size() - 1 - i;
      if (condition.excluded()) {
        code.add(new Instruction(JUMP_IF_EQUAL, left + skip, 0, values.get(i)));
      } else {
        code.add(new Instruction(JUMP_IF_EQUAL, left, left == 0 ? skip : 0, values.get(i)));
      }
    }
    return code;
  }

  private void load(int offset) {
    add(LOAD_WORD, 0, 0, offset);
  }

  private void answer(Verdict verdict) {
    instructions.add(answerOf(verdict));
  }

  private static Instruction answerOf(Verdict verdict) {
    return new Instruction(RETURN, 0, 0, verdict.answer());
  }

  private void add(int code, int ifTrue, int ifFalse, int constant) {
    instructions.add(new Instruction(code, ifTrue, ifFalse, constant));
  }
}
