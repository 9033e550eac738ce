package dev.codecsmith.sandbox.seccomp;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * System calls that no codec needs, with their numbers (Linux's {@code unistd.h} of each
 * architecture; from 424 on they are the same everywhere).
 *
 * <p>A call that only makes sense as an attack ends the process, so that its outcome says so. A
 * call that a library may merely try, ready to do without it, is refused with an error. Advice, on
 * whose effect nobody may depend, has none.
 */
enum DeniedCall {
  MOUNT(165, 40, Verdict.KILL),
  UMOUNT2(166, 39, Verdict.KILL),
  PIVOT_ROOT(155, 41, Verdict.KILL),
  CHROOT(161, 51, Verdict.KILL),
  OPEN_TREE(428, 428, Verdict.KILL),
  MOVE_MOUNT(429, 429, Verdict.KILL),
  FSOPEN(430, 430, Verdict.KILL),
  FSCONFIG(431, 431, Verdict.KILL),
  FSMOUNT(432, 432, Verdict.KILL),
  FSPICK(433, 433, Verdict.KILL),
  MOUNT_SETATTR(442, 442, Verdict.KILL),
  OPEN_TREE_ATTR(467, 467, Verdict.KILL),
  SETNS(308, 268, Verdict.KILL),
  PTRACE(101, 117, Verdict.KILL),
  PROCESS_VM_WRITEV(311, 271, Verdict.KILL),
  PIDFD_GETFD(438, 438, Verdict.KILL),
  BPF(321, 280, Verdict.KILL),
  ADD_KEY(248, 217, Verdict.KILL),
  REQUEST_KEY(249, 218, Verdict.KILL),
  KEYCTL(250, 219, Verdict.KILL),
  KEXEC_LOAD(246, 104, Verdict.KILL),
  KEXEC_FILE_LOAD(320, 294, Verdict.KILL),
  INIT_MODULE(175, 105, Verdict.KILL),
  FINIT_MODULE(313, 273, Verdict.KILL),
  DELETE_MODULE(176, 106, Verdict.KILL),
  REBOOT(169, 142, Verdict.KILL),
  SWAPON(167, 224, Verdict.KILL),
  SWAPOFF(168, 225, Verdict.KILL),
  ACCT(163, 89, Verdict.KILL),
  SETTIMEOFDAY(164, 170, Verdict.KILL),
  CLOCK_SETTIME(227, 112, Verdict.KILL),
  SETHOSTNAME(170, 161, Verdict.KILL),
  SETDOMAINNAME(171, 162, Verdict.KILL),
  OPEN_BY_HANDLE_AT(304, 265, Verdict.KILL),
  IOPL(172, -1, Verdict.KILL),
  IOPERM(173, -1, Verdict.KILL),

  IO_URING_SETUP(425, 425, Verdict.REFUSE),
  IO_URING_ENTER(426, 426, Verdict.REFUSE),
  IO_URING_REGISTER(427, 427, Verdict.REFUSE),
  USERFAULTFD(323, 282, Verdict.REFUSE),
  PERF_EVENT_OPEN(298, 241, Verdict.REFUSE),
  FANOTIFY_INIT(300, 262, Verdict.REFUSE),
  PROCESS_VM_READV(310, 270, Verdict.REFUSE),
  KCMP(312, 272, Verdict.REFUSE),
  PROCESS_MADVISE(440, 440, Verdict.REFUSE),
  MEMFD_SECRET(447, 447, Verdict.REFUSE),
  NAME_TO_HANDLE_AT(303, 264, Verdict.REFUSE),
  PERSONALITY(135, 92, Verdict.REFUSE),
  ADJTIMEX(159, 171, Verdict.REFUSE),
  CLOCK_ADJTIME(305, 266, Verdict.REFUSE),
  SYSLOG(103, 116, Verdict.REFUSE),
  QUOTACTL(179, 60, Verdict.REFUSE),
  QUOTACTL_FD(443, 443, Verdict.REFUSE),
  LOOKUP_DCOOKIE(212, 18, Verdict.REFUSE),
  MIGRATE_PAGES(256, 238, Verdict.REFUSE),
  MOVE_PAGES(279, 239, Verdict.REFUSE),
  VHANGUP(153, 58, Verdict.REFUSE),
  MODIFY_LDT(154, -1, Verdict.REFUSE),
  USELIB(134, -1, Verdict.REFUSE),
  USTAT(136, -1, Verdict.REFUSE),
  SYSFS(139, -1, Verdict.REFUSE),
  // Which pages of its program's files are in memory would tell a decoder what the encoder read.
  MINCORE(27, 232, Verdict.REFUSE),

  // The device files are the host's own, and root's sandbox owns them: their times and rights would
  // outlive the run, and tell a decoder what the encoder wrote there.
  UTIME(132, -1, Verdict.REFUSE),
  UTIMES(235, -1, Verdict.REFUSE),
  FUTIMESAT(261, -1, Verdict.REFUSE),
  UTIMENSAT(280, 88, Verdict.REFUSE),
  CHMOD(90, -1, Verdict.REFUSE),
  FCHMOD(91, 52, Verdict.REFUSE),
  FCHMODAT(268, 53, Verdict.REFUSE),
  FCHMODAT2(452, 452, Verdict.REFUSE),
  CHOWN(92, -1, Verdict.REFUSE),
  LCHOWN(94, -1, Verdict.REFUSE),
  FCHOWN(93, 55, Verdict.REFUSE),
  FCHOWNAT(260, 54, Verdict.REFUSE),
  SETXATTR(188, 5, Verdict.REFUSE),
  LSETXATTR(189, 6, Verdict.REFUSE),
  FSETXATTR(190, 7, Verdict.REFUSE),
  REMOVEXATTR(197, 14, Verdict.REFUSE),
  LREMOVEXATTR(198, 15, Verdict.REFUSE),
  FREMOVEXATTR(199, 16, Verdict.REFUSE),
  SETXATTRAT(463, 463, Verdict.REFUSE),
  REMOVEXATTRAT(466, 466, Verdict.REFUSE),
  FILE_SETATTR(469, 469, Verdict.REFUSE),
  // Advice by which an encoder would choose what stays in memory.
  FADVISE64(221, 223, Verdict.IGNORE),

  CACHESTAT(451, 451, Verdict.PRETEND_MISSING),

  /** Its flags lie in memory, where no filter can look; the C library then falls back to clone. */
  CLONE3(435, 435, Verdict.PRETEND_MISSING);

  /** What becomes of the process. */
  enum Verdict {
    KILL,
    REFUSE,
    /** Nothing is done, and the call says that it has succeeded. */
    IGNORE,
    PRETEND_MISSING
  }

  private final int x86;
  private final int arm;
  private final Verdict verdict;

  DeniedCall(int x86, int arm, Verdict verdict) {
    this.x86 = x86;
    this.arm = arm;
    this.verdict = verdict;
  }

  Verdict verdict() {
    return verdict;
  }

  /** Its number there; empty if that machine has no such call. */
  OptionalInt number(Machine machine) {
    int number =
        switch (machine) {
          case X86_64 -> x86;
          case AARCH64 -> arm;
        };
    return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** Its name as in the manual. */
  String callName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<DeniedCall> of(Machine machine, int number) {
    return Stream.of(values())
        .filter(call -> call.number(machine).equals(OptionalInt.of(number)))
        .findFirst();
  }
}
