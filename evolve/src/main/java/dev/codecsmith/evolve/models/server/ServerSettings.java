package dev.codecsmith.evolve.models.server;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How a model behind a server is reached.
 *
 * @param name what it is called here and in the price table; normally the model
 * @param model what the server calls it
 * @param baseUrl the server; empty for the maker's own
 * @param silence longest time without a single byte from the server; a local server that reads a
 *     long prompt is silent for minutes
 * @param attempt longest time for one attempt
 */
@RecordBuilder
public record ServerSettings(
    String name, String model, Optional<URI> baseUrl, Duration silence, Duration attempt) {

  /** The model on its maker's own server. */
  public static ServerSettings of(String model) {
    return ServerSettingsBuilder.builder()
        .name(model)
        .model(model)
        .baseUrl(Optional.empty())
        .silence(Duration.ofMinutes(10))
        .attempt(Duration.ofMinutes(30))
        .build();
  }

  public ServerSettings named(String value) {
    return ServerSettingsBuilder.builder(this).name(value).build();
  }

  public ServerSettings at(URI server) {
    return ServerSettingsBuilder.builder(this).baseUrl(Optional.of(server)).build();
  }
}
