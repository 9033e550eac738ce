package dev.codecsmith.evolve.models.server;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How a model behind a server is reached.
 *
 * @param name what it is called here and in the price table; normally the model
 * @param model what the server calls it
 * @param baseUrl the server; empty for the maker's own
 * @param extraBody further fields of every request, as the server names them, such as {@code
 *     reasoning_effort}. They are no part of a call's identity: give another name with other fields
 * @param silence longest time without a single byte from the server; a local server that reads a
 *     long prompt is silent for minutes
 * @param attempt longest time for one attempt
 */
public record ServerSettings(
    String name,
    String model,
    Optional<URI> baseUrl,
    Map<String, Object> extraBody,
    Duration silence,
    Duration attempt) {

  public ServerSettings {
    extraBody = Map.copyOf(extraBody);
  }

  /** The model on its maker's own server. */
  public static ServerSettings of(String model) {
    return new ServerSettings(
        model, model, Optional.empty(), Map.of(), Duration.ofMinutes(10), Duration.ofMinutes(30));
  }

  public ServerSettings named(String value) {
    return new ServerSettings(value, model, baseUrl, extraBody, silence, attempt);
  }

  public ServerSettings at(URI server) {
    return new ServerSettings(name, model, Optional.of(server), extraBody, silence, attempt);
  }

  public ServerSettings withExtraBody(Map<String, Object> fields) {
    return new ServerSettings(name, model, baseUrl, fields, silence, attempt);
  }

  public ServerSettings withTimeouts(Duration longestSilence, Duration longestAttempt) {
    return new ServerSettings(name, model, baseUrl, extraBody, longestSilence, longestAttempt);
  }
}
