package dev.codecsmith.service.http;

import dev.codecsmith.service.worker.MemoryBudget;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/** Bodies that are read as a whole, as far as there is memory for all that are there at once. */
final class BoundedBodies {
  /**
   * What a body takes at most while it is read and made into what it says, in bytes for each of its
   * own: itself, and its longest text as characters in a reader's pieces, joined, and copied.
   */
  static final int COST = 8;

  private final MemoryBudget memory;
  private final InstantSource clock;

  BoundedBodies(MemoryBudget memory, InstantSource clock) {
    this.memory = memory;
    this.clock = clock;
  }

  /** A body, and its share of the memory, which whoever has read it gives back. */
  static final class Body implements AutoCloseable {
    private final byte[] bytes;
    private final MemoryBudget.Share memory;

    private Body(byte[] bytes, MemoryBudget.Share memory) {
      this.bytes = bytes;
      this.memory = memory;
    }

    /** The body itself, which nobody changes. */
    byte[] bytes() {
      return bytes;
    }

    MemoryBudget.Share memory() {
      return memory;
    }

    @Override
    public void close() {
      memory.close();
    }
  }

  /**
   * All of a request's body.
   *
   * @param most bytes
   * @return empty, and the request is answered, where it is too long, too slow, or too much beside
   *     what is being sent
   */
  Optional<Body> of(Context context, int most) throws IOException {
    long fitting = memory.bytes() / COST;
    long told = context.req().getContentLengthLong();
    if (told > Math.min(most, fitting)) {
      Problems.answer(
          context,
          413,
          told > most
              ? "The body is longer than " + most + " bytes, the most that is taken."
              : "The body is longer than "
                  + fitting
                  + " bytes, the most that this process has memory for; send less, or start it"
                  + " with more (-Xmx).");
      return Optional.empty();
    }
    int limit = (int) Math.min(told < 0 ? most : told, fitting);
    Optional<MemoryBudget.Share> share = memory.take((long) COST * limit);
    if (share.isEmpty()) {
      context.header("Retry-After", "1");
      Problems.answer(context, 429, "Too much is being sent at once; send it again in a second.");
      return Optional.empty();
    }
    boolean read = false;
    try {
      Optional<byte[]> body = RequestBody.of(context, limit, clock);
      read = body.isPresent();
      return body.map(bytes -> new Body(bytes, share.get()));
    } finally {
      if (!read) {
        share.get().close();
      }
    }
  }
}
