package dev.codecsmith.cli;

import java.lang.reflect.InvocationTargetException;

/**
 * Brings {@code jdk.incubator.vector}, which the metrics compute with, into the running JVM.
 *
 * <p>The usual way, {@code --add-modules jdk.incubator.vector}, prints a warning about incubator
 * modules on standard error at every start, and no option silences it; it also keeps the JVM from
 * taking its module graph from the start-up archive. The JVM has a second way, by which it loads
 * the modules of its own agents when they are first wanted: {@code
 * jdk.internal.module.Modules.loadModule} resolves a system module into a layer above the boot
 * layer, quietly, on the same class loaders, and HotSpot switches its vector intrinsics on when the
 * module is defined. Code compiled against the module runs at the same speed either way. The
 * launcher opens that door with {@code --add-exports}.
 */
public final class VectorModule {
  private static final String NAME = "jdk.incubator.vector";

  private VectorModule() {}

  /**
   * Loads the module unless it is there already. Classes that use vectors must not be initialised
   * before.
   *
   * @throws IllegalStateException if this JVM does not let the module be loaded; the message says
   *     which option does it
   */
  public static void load() {
    if (ModuleLayer.boot().findModule(NAME).isPresent()) {
      return;
    }
    try {
      Class.forName("jdk.internal.module.Modules")
          .getMethod("loadModule", String.class)
          .invoke(null, NAME);
    } catch (ReflectiveOperationException e) {
      Throwable cause =
          e instanceof InvocationTargetException wrapped ? wrapped.getTargetException() : e;
      throw new IllegalStateException(
          "Java "
              + Runtime.version()
              + " did not load "
              + NAME
              + " on demand: start it with --add-modules "
              + NAME
              + " (with the launcher: CODECSMITH_JAVA_OPTS='--add-modules "
              + NAME
              + "')",
          cause);
    }
  }
}
