package dev.codecsmith.sandbox.init;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;

/** What the first process of a sandbox says; {@code src/main/c/init.c} describes the records. */
public sealed interface InitReport {
  /** Bytes of one record. */
  int BYTES = 16;

  /** All is set up; the program starts now. */
  record Started() implements InitReport {}

  /**
   * No program was started.
   *
   * @param step what failed
   * @param errno the C library's error number
   */
  record SetUpFailed(Step step, int errno) implements InitReport {}

  /**
   * The program could not be executed.
   *
   * @param errno the C library's error number
   */
  record NotExecuted(int errno) implements InitReport {
    private static final int EAGAIN = 11;
    private static final int ENOMEM = 12;
    private static final int ENFILE = 23;
    private static final int EMFILE = 24;

    /** What the machine had none left of, whatever the program's file says; empty otherwise. */
    public Optional<String> lacking() {
      return switch (errno) {
        case EAGAIN -> Optional.of("processes");
        case ENOMEM -> Optional.of("memory");
        case ENFILE, EMFILE -> Optional.of("open files");
        default -> Optional.empty();
      };
    }
  }

  /**
   * The program ended.
   *
   * @param exitCode 128 plus the signal's number where a signal ended it
   * @param signal the signal's number or 0
   * @param peakBytes the highest resident memory of any one process of it that has ended and was
   *     waited for, by the kernel's account
   */
  record Ended(int exitCode, int signal, long peakBytes) implements InitReport {}

  /** The steps of setting a sandbox up, in the order of {@code init.c}. */
  enum Step {
    ARGUMENTS,
    GROUPS,
    GROUP,
    USER,
    CAPABILITIES,
    DUMPABLE,
    LIMITS,
    NO_NEW_PRIVILEGES,
    FILTER,
    SIGNALS,
    FORK;

    /** Its name in a message. */
    public String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * Reads a record.
   *
   * @param bytes {@link #BYTES} of them
   */
  static InitReport of(byte[] bytes) {
    ByteBuffer record = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    int kind = record.getInt();
    int first = record.getInt();
    int second = record.getInt();
    return switch (kind) {
      case 1 -> new Started();
      case 2 -> new SetUpFailed(Step.values()[first - 1], second);
      case 3 -> new NotExecuted(first);
      case 4 -> {
        int signal = first & 0x7f;
        yield new Ended(
            signal == 0 ? (first >> 8) & 0xff : 128 + signal,
            signal,
            1024 * Integer.toUnsignedLong(second));
      }
      default -> throw new IllegalArgumentException("no record of the first process: " + kind);
    };
  }
}
