package dev.codecsmith.evolve.models.wire;

/**
 * One event of a stream.
 *
 * @param name the event's name, empty when the server gave none
 * @param data its data, lines joined by line feeds
 * @param last whether the stream ended before the event did, so that it may be half an event
 */
public record ServerSentEvent(String name, String data, boolean last) {}
