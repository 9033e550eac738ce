package dev.codecsmith.sandbox.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * A function of the C library that takes at most six integers or addresses.
 *
 * <p>All are called in one shape, six words in and one word out, since the JVM makes code for each
 * shape that it meets: about 15 ms a shape, and the start of a command would wait for twenty. The
 * calling conventions of Linux on x86-64 and on AArch64 allow it: each of the first six integers
 * and addresses travels in a register of 64 bits, variadic or not, and a function reads as many of
 * these, and as much of each, as it declares.
 */
// Calling C is what this class is for; the launcher and the tests enable native access.
@SuppressWarnings("restricted")
final class CFunction {
  private static final int WORDS = 6;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBRARY = LINKER.defaultLookup();
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle CALL =
      LINKER.downcallHandle(
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          Linker.Option.captureCallState("errno"));
  private static final ThreadLocal<MemorySegment> CAPTURED =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));

  private final MemorySegment address;

  private CFunction(MemorySegment address) {
    this.address = address;
  }

  /**
   * @throws java.util.NoSuchElementException if the library has none of that name
   */
  static CFunction named(String name) {
    return new CFunction(LIBRARY.findOrThrow(name));
  }

  /** Whether this machine's C library has the function. */
  static boolean exists(String name) {
    return LIBRARY.find(name).isPresent();
  }

  /**
   * What a function returns that is as wide as a {@code long} or an address.
   *
   * @param words its arguments; the caller keeps what they point to alive
   */
  long result(long... words) {
    return call(CAPTURED.get(), words);
  }

  /** What a function returns that returns an {@code int}; the other half of the word is unknown. */
  int intResult(long... words) {
    return (int) result(words);
  }

  /** The same of a {@code long}, a negative one being replaced by {@code -errno}. */
  long resultOrErrno(long... words) {
    MemorySegment state = CAPTURED.get();
    long result = call(state, words);
    return result < 0 ? -(int) ERRNO.get(state, 0L) : result;
  }

  /** The same of an {@code int}, a negative one being replaced by {@code -errno}. */
  int intResultOrErrno(long... words) {
    MemorySegment state = CAPTURED.get();
    int result = (int) call(state, words);
    return result < 0 ? -(int) ERRNO.get(state, 0L) : result;
  }

  private long call(MemorySegment state, long... words) {
    if (words.length > WORDS) {
      throw new IllegalArgumentException(words.length + " arguments are more than " + WORDS);
    }
    long[] all = Arrays.copyOf(words, WORDS);
    try {
      return (long)
          CALL.invokeExact(address, state, all[0], all[1], all[2], all[3], all[4], all[5]);
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a call into the C library failed", e);
    }
  }
}
