package dev.codecsmith.sandbox.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
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
  private static final String CLOSE_FROM = "posix_spawn_file_actions_addclosefrom_np";
  private static final int STRUCT_BYTES = 1024;
  private static final int SETSIGDEF = 0x04;
  private static final int SETSIGMASK = 0x08;
  private static final int SETSID = 0x80;
  private static final int SIGNAL_SET_BYTES = 128;

  private static final ExecutorService THREAD =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("sandbox-spawner").factory());

  private Spawner() {}

  /** Whether this machine's C library can start children safely. */
  public static boolean isSupported() {
    return CFunction.exists(CLOSE_FROM);
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
      long actions = arena.allocate(STRUCT_BYTES, 16).address();
      long attributes = arena.allocate(STRUCT_BYTES, 16).address();
      checkedCall("posix_spawn_file_actions_init", Calls.ACTIONS_INIT.intResult(actions));
      checkedCall("posix_spawnattr_init", Calls.ATTRIBUTES_INIT.intResult(attributes));
      try {
        for (int target = 0; target < descriptors.size(); target++) {
          int source = descriptors.get(target).number();
          checkedCall(
              "posix_spawn_file_actions_adddup2",
              Calls.ADD_DUP2.intResult(actions, source, target));
        }
        checkedCall(CLOSE_FROM, Calls.ADD_CLOSE_FROM.intResult(actions, descriptors.size()));
        // The folder we stand in is nobody's business.
        long root = arena.allocateFrom("/").address();
        checkedCall("chdir", Calls.ADD_CHDIR.intResult(actions, root));
        MemorySegment none = arena.allocate(SIGNAL_SET_BYTES, 8);
        MemorySegment all = arena.allocate(SIGNAL_SET_BYTES, 8).fill((byte) 0xff);
        checkedCall("setsigmask", Calls.SET_MASK.intResult(attributes, none.address()));
        checkedCall("setsigdefault", Calls.SET_DEFAULT.intResult(attributes, all.address()));
        checkedCall(
            "setflags", Calls.SET_FLAGS.intResult(attributes, SETSIGDEF | SETSIGMASK | SETSID));
        MemorySegment pid = arena.allocate(JAVA_INT);
        checkedCall(
            "cannot start " + program,
            Calls.SPAWN.intResult(
                pid.address(),
                arena.allocateFrom(program).address(),
                actions,
                attributes,
                strings(arena, arguments).address(),
                strings(arena, environment).address()));
        return new Child(pid.get(JAVA_INT, 0));
      } finally {
        checkedCall("destroy", Calls.ACTIONS_DESTROY.intResult(actions));
        checkedCall("destroy", Calls.ATTRIBUTES_DESTROY.intResult(attributes));
      }
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

  /** Found on first use, so that {@link #isSupported} can answer without them. */
  private static final class Calls {
    static final CFunction SPAWN = CFunction.named("posix_spawn");
    static final CFunction ACTIONS_INIT = CFunction.named("posix_spawn_file_actions_init");
    static final CFunction ACTIONS_DESTROY = CFunction.named("posix_spawn_file_actions_destroy");
    static final CFunction ADD_DUP2 = CFunction.named("posix_spawn_file_actions_adddup2");
    static final CFunction ADD_CLOSE_FROM = CFunction.named(CLOSE_FROM);
    static final CFunction ADD_CHDIR = CFunction.named("posix_spawn_file_actions_addchdir_np");
    static final CFunction ATTRIBUTES_INIT = CFunction.named("posix_spawnattr_init");
    static final CFunction ATTRIBUTES_DESTROY = CFunction.named("posix_spawnattr_destroy");
    static final CFunction SET_FLAGS = CFunction.named("posix_spawnattr_setflags");
    static final CFunction SET_MASK = CFunction.named("posix_spawnattr_setsigmask");
    static final CFunction SET_DEFAULT = CFunction.named("posix_spawnattr_setsigdefault");

    private Calls() {}
  }
}
