package dev.codecsmith.store;

import dev.codecsmith.store.experiments.ExperimentStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;

/** A store between whose calls something happens: its disk fails, or its process is killed. */
public final class Interposed {
  /** The methods that change what is stored. */
  public static final Set<String> WRITES =
      Set.of(
          "putCampaignIfAbsent",
          "create",
          "update",
          "takeOver",
          "delete",
          "append",
          "cache",
          "keepMeasuredPoints",
          "forgetMeasuredPoints");

  private Interposed() {}

  /** What was called. */
  @FunctionalInterface
  public interface Call {
    Object go() throws Exception;
  }

  /** What is done instead. */
  @FunctionalInterface
  public interface Instead {
    Object of(String method, Call call) throws Exception;
  }

  /** The store, with something done instead of each call. */
  public static ExperimentStore on(ExperimentStore store, Instead instead) {
    return (ExperimentStore)
        Proxy.newProxyInstance(
            ExperimentStore.class.getClassLoader(),
            new Class<?>[] {ExperimentStore.class},
            (proxy, method, arguments) ->
                instead.of(
                    method.getName(),
                    () -> {
                      try {
                        return method.invoke(store, arguments);
                      } catch (InvocationTargetException e) {
                        throw e.getCause() instanceof Exception fault ? fault : e;
                      }
                    }));
  }

  /** Its disk fails behind the first call of a method: what was asked for is done all the same. */
  public static ExperimentStore failingOnceBehind(ExperimentStore store, String failing) {
    boolean[] failed = {false};
    return on(
        store,
        (method, call) -> {
          Object result = call.go();
          if (method.equals(failing) && !failed[0]) {
            failed[0] = true;
            throw new StoreException("the disk failed");
          }
          return result;
        });
  }
}
