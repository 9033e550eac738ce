package dev.codecsmith.evolve.models.server;

import java.util.Optional;
import java.util.function.Supplier;

/** A value made when it is first needed: the SDKs' clients take a second or two to come up. */
final class LazyValue<T> {
  private final Supplier<T> maker;
  private Optional<T> made = Optional.empty();

  LazyValue(Supplier<T> maker) {
    this.maker = maker;
  }

  synchronized T get() {
    if (made.isEmpty()) {
      made = Optional.of(maker.get());
    }
    return made.get();
  }
}
