package dev.codecsmith.sandbox.seccomp;

import dev.codecsmith.sandbox.host.ResourceFiles;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The table of system calls, {@code system-calls.txt}: what stands nowhere in it is not made. */
final class SystemCallTable {
  private static final String FILE = "system-calls.txt";
  private static final List<SystemCall> CALLS = read();

  private SystemCallTable() {}

  /** All of its lines, the frequent calls first. */
  static List<SystemCall> calls() {
    return CALLS;
  }

  /** The call with this number there. */
  static Optional<SystemCall> find(Machine machine, int number) {
    return CALLS.stream()
        .filter(call -> call.number(machine).equals(OptionalInt.of(number)))
        .findFirst();
  }

  /** The call of this name. */
  static SystemCall named(String name) {
    return CALLS.stream().filter(call -> call.name().equals(name)).findFirst().orElseThrow();
  }

  private static List<SystemCall> read() {
    return ResourceFiles.text(SystemCallTable.class, FILE)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(SystemCall::parse)
        .toList();
  }
}
