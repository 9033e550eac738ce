package dev.codecsmith.evolve.models.fake;

import java.util.List;
import java.util.function.Function;

/** Decides what the server answers. Called by many threads at once. */
@FunctionalInterface
public interface FakeScript {

  FakeReply answer(FakeRequest request);

  /** One reply after the other in the order of arrival; the last one again and again. */
  static FakeScript inTurn(FakeReply... replies) {
    List<FakeReply> all = List.of(replies);
    return request -> all.get(Math.min(request.number(), all.size()) - 1);
  }

  /** A reply that follows from the request, so that the order of arrival does not matter. */
  static FakeScript of(Function<FakeRequest, String> reply) {
    return request -> FakeReply.text(reply.apply(request));
  }

  /** The same with something going wrong the first times each prompt arrives. */
  default FakeScript failingFirst(Fault... faults) {
    List<Fault> all = List.of(faults);
    return request -> {
      FakeReply reply = answer(request);
      return request.seen() < all.size() ? reply.with(all.get(request.seen())) : reply;
    };
  }
}
