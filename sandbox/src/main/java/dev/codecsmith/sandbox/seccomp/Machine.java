package dev.codecsmith.sandbox.seccomp;

import java.util.Optional;

/** A processor architecture, as the kernel tells a filter of system calls. */
public enum Machine {
  X86_64(0xC000003E),
  AARCH64(0xC00000B7);

  private final int auditArchitecture;

  Machine(int auditArchitecture) {
    this.auditArchitecture = auditArchitecture;
  }

  /** The {@code AUDIT_ARCH_…} constant of the kernel. */
  int auditArchitecture() {
    return auditArchitecture;
  }

  /** This machine's; empty if the numbers of its system calls are not known here. */
  public static Optional<Machine> current() {
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> Optional.of(X86_64);
      case "aarch64" -> Optional.of(AARCH64);
      default -> Optional.empty();
    };
  }
}
