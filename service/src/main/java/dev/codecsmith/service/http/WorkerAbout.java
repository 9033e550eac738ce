package dev.codecsmith.service.http;

import dev.codecsmith.service.process.ProcessAbout;
import dev.codecsmith.store.cache.CacheState;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a worker tells of itself.
 *
 * @param process what every process tells
 * @param sandbox how programs are kept in, in words
 * @param languages the languages that it can build; grows while they are looked for
 * @param clips the clips of programs that are sent in; grows as well
 * @param cache how it stands with its artifacts
 * @param fleet its part in a fleet, if it has one
 */
public record WorkerAbout(
    ProcessAbout process,
    String sandbox,
    List<String> languages,
    List<String> clips,
    Supplier<CacheState> cache,
    Supplier<Optional<Fleet>> fleet) {

  /**
   * What a worker does for a fleet, beside what is sent to it.
   *
   * @param server where it takes work
   * @param name the fleet's
   * @param running steps that it does just now
   * @param slots how many it may do at once
   */
  public record Fleet(String server, String name, int running, int slots) {}

  public WorkerAbout {
    languages = Collections.unmodifiableList(languages);
    clips = Collections.unmodifiableList(clips);
  }

  /** Of a worker that belongs to no fleet. */
  public WorkerAbout(
      ProcessAbout process,
      String sandbox,
      List<String> languages,
      List<String> clips,
      Supplier<CacheState> cache) {
    this(process, sandbox, languages, clips, cache, Optional::empty);
  }
}
