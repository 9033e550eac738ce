package dev.codecsmith.evolve.models.fake;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Counts tokens as a server does that caches prompts: a token for every four characters begun, and
 * a marked prefix is written to the cache when it is new and read from it when it is not.
 */
final class TokenMeter {
  private final Set<String> cache = new HashSet<>();

  static long tokens(String text) {
    return (text.length() + 3L) / 4;
  }

  synchronized FakeTokens count(FakeRequest request, String reply) {
    StringBuilder prefix = new StringBuilder(request.model());
    long sum = 0;
    long cached = 0;
    long marked = 0;
    List<FakeRequest.Segment> segments = request.segments();
    for (FakeRequest.Segment segment : segments) {
      prefix.append('\0').append(segment.role()).append('\0').append(segment.text());
      sum += tokens(segment.text());
      if (segment.cached()) {
        marked = sum;
        if (!cache.add(prefix.toString())) {
          cached = sum;
        }
      }
    }
    return new FakeTokens(sum - marked, cached, marked - cached, tokens(reply));
  }
}
