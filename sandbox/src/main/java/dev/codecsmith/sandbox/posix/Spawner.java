package dev.codecsmith.sandbox.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Starts children by {@code posix_spawn}, always from one thread that lives as long as this
 * process.
 *
 * <p>The one thread matters: a child that asks to die with its parent ({@code PR_SET_PDEATHSIG})
 * dies with the <em>thread</em> that started it. A child leads a session of its own, so that Ctrl-C
 * at the terminal does not reach it, has no signal blocked or ignored, and inherits no open file
 * but those named here; it stands in the root folder.
 */
public final class Spawner {
  private static final int STRUCT_BYTES = 1024;
  private static final short SETSIGDEF = 0x04;
  private static final short SETSIGMASK = 0x08;
  private static final short SETSID = 0x80;
  private static final int SIGNAL_SET_BYTES = 128;

  private static final ExecutorService THREAD =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("sandbox-spawner").factory());

  private Spawner() {}

  /** Whether this machine's C library can start children safely. */
  public static boolean isSupported() {
    return Libc.has("posix_spawn_file_actions_addclosefrom_np");
  }

  /**
   * Starts a program.
   *
   * @param program its absolute path
   * @param arguments including the zeroth
   * @param environment entries {@code NAME=value}
   * @param descriptors what becomes the child's descriptors 0, 1, 2, …
   */
  public static Child spawn(
      String program,
      List<String> arguments,
      List<String> environment,
      List<Descriptor> descriptors)
      throws PosixException {
    Future<Child> child =
        THREAD.submit(() -> spawnHere(program, arguments, environment, descriptors));
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return child.get();
        } catch (InterruptedException e) {
          // The child may exist by now, so its handle must not be lost.
          interrupted = true;
        } catch (ExecutionException e) {
          if (e.getCause() instanceof PosixException failed) {
            throw failed;
          }
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Child spawnHere(
      String program,
      List<String> arguments,
      List<String> environment,
      List<Descriptor> descriptors)
      throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment actions = arena.allocate(STRUCT_BYTES, 16);
      MemorySegment attributes = arena.allocate(STRUCT_BYTES, 16);
      checkedCall("posix_spawn_file_actions_init", (int) Calls.ACTIONS_INIT.invokeExact(actions));
      checkedCall("posix_spawnattr_init", (int) Calls.ATTRIBUTES_INIT.invokeExact(attributes));
      try {
        for (int target = 0; target < descriptors.size(); target++) {
          int source = descriptors.get(target).number();
          checkedCall(
              "posix_spawn_file_actions_adddup2",
              (int) Calls.ADD_DUP2.invokeExact(actions, source, target));
        }
        checkedCall(
            "posix_spawn_file_actions_addclosefrom_np",
            (int) Calls.ADD_CLOSE_FROM.invokeExact(actions, descriptors.size()));
        // The folder we stand in is nobody's business.
        MemorySegment root = arena.allocateFrom("/");
        checkedCall("chdir", (int) Calls.ADD_CHDIR.invokeExact(actions, root));
        MemorySegment none = arena.allocate(SIGNAL_SET_BYTES, 8);
        MemorySegment all = arena.allocate(SIGNAL_SET_BYTES, 8).fill((byte) 0xff);
        checkedCall("setsigmask", (int) Calls.SET_MASK.invokeExact(attributes, none));
        checkedCall("setsigdefault", (int) Calls.SET_DEFAULT.invokeExact(attributes, all));
        checkedCall(
            "setflags",
            (int)
                Calls.SET_FLAGS.invokeExact(attributes, (short) (SETSIGDEF | SETSIGMASK | SETSID)));
        MemorySegment pid = arena.allocate(JAVA_INT);
        checkedCall(
            "cannot start " + program,
            (int)
                Calls.SPAWN.invokeExact(
                    pid,
                    arena.allocateFrom(program),
                    actions,
                    attributes,
                    strings(arena, arguments),
                    strings(arena, environment)));
        return new Child(pid.get(JAVA_INT, 0));
      } finally {
        checkedCall("destroy", (int) Calls.ACTIONS_DESTROY.invokeExact(actions));
        checkedCall("destroy", (int) Calls.ATTRIBUTES_DESTROY.invokeExact(attributes));
      }
    } catch (PosixException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  private static void checkedCall(String what, int error) throws PosixException {
    if (error != 0) {
      throw new PosixException(what, error);
    }
  }

  private static MemorySegment strings(Arena arena, List<String> values) {
    MemorySegment array = arena.allocate(ADDRESS, values.size() + 1L);
    for (int i = 0; i < values.size(); i++) {
      array.setAtIndex(ADDRESS, i, arena.allocateFrom(values.get(i)));
    }
    array.setAtIndex(ADDRESS, values.size(), MemorySegment.NULL);
    return array;
  }

  /** Bound on first use, so that {@link #isSupported} can answer without them. */
  private static final class Calls {
    static final MethodHandle SPAWN =
        Libc.plain("posix_spawn", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle ACTIONS_INIT =
        Libc.plain("posix_spawn_file_actions_init", JAVA_INT, ADDRESS);
    static final MethodHandle ACTIONS_DESTROY =
        Libc.plain("posix_spawn_file_actions_destroy", JAVA_INT, ADDRESS);
    static final MethodHandle ADD_DUP2 =
        Libc.plain("posix_spawn_file_actions_adddup2", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    static final MethodHandle ADD_CLOSE_FROM =
        Libc.plain("posix_spawn_file_actions_addclosefrom_np", JAVA_INT, ADDRESS, JAVA_INT);
    static final MethodHandle ADD_CHDIR =
        Libc.plain("posix_spawn_file_actions_addchdir_np", JAVA_INT, ADDRESS, ADDRESS);
    static final MethodHandle ATTRIBUTES_INIT =
        Libc.plain("posix_spawnattr_init", JAVA_INT, ADDRESS);
    static final MethodHandle ATTRIBUTES_DESTROY =
        Libc.plain("posix_spawnattr_destroy", JAVA_INT, ADDRESS);
    static final MethodHandle SET_FLAGS =
        Libc.plain("posix_spawnattr_setflags", JAVA_INT, ADDRESS, JAVA_SHORT);
    static final MethodHandle SET_MASK =
        Libc.plain("posix_spawnattr_setsigmask", JAVA_INT, ADDRESS, ADDRESS);
    static final MethodHandle SET_DEFAULT =
        Libc.plain("posix_spawnattr_setsigdefault", JAVA_INT, ADDRESS, ADDRESS);

    private Calls() {}
  }
}
