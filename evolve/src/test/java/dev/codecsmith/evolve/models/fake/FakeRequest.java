package dev.codecsmith.evolve.models.fake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * A request as it came over the wire.
 *
 * @param number counted over all requests from 1, in the order of arrival
 * @param seen how often the same prompt had arrived before, from 0
 * @param wire in which format
 * @param model which model is asked for
 * @param segments every piece of the prompt in order
 * @param maxTokens the output limit
 * @param temperature if one was sent
 * @param streaming whether events are wanted instead of one JSON object
 * @param key the API key that was sent, empty if none
 * @param body the whole JSON body
 */
public record FakeRequest(
    int number,
    int seen,
    Wire wire,
    String model,
    List<Segment> segments,
    long maxTokens,
    OptionalDouble temperature,
    boolean streaming,
    String key,
    String body) {

  /** The formats the server speaks. */
  public enum Wire {
    ANTHROPIC,
    OPENAI
  }

  /**
   * A piece of a prompt.
   *
   * @param role {@code system}, {@code user} or {@code assistant}
   * @param text what it says
   * @param cached whether it carries a cache mark
   */
  public record Segment(String role, String text, boolean cached) {}

  public FakeRequest {
    segments = List.copyOf(segments);
  }

  /** All text of the prompt. */
  public String prompt() {
    return segments.stream().map(Segment::text).collect(Collectors.joining("\n"));
  }

  /** SHA-256 of model and prompt: equal for a request that is sent again. */
  public String fingerprint() {
    return fingerprint(model, segments);
  }

  static String fingerprint(String model, List<Segment> segments) {
    StringBuilder all = new StringBuilder(model);
    for (Segment segment : segments) {
      all.append('\0').append(segment.role()).append('\0').append(segment.text());
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(all.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
