package dev.codecsmith.dashboard.live;

import dev.codecsmith.store.StoreException;
import java.util.Optional;

/** Which campaign another process runs. */
@FunctionalInterface
public interface RunElsewhere {
  /** Its id; empty where none is run, or nobody can say. */
  Optional<String> campaign() throws StoreException;
}
