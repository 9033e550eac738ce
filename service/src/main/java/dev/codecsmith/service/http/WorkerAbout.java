package dev.codecsmith.service.http;

import dev.codecsmith.service.process.ProcessAbout;
import dev.codecsmith.store.cache.CacheState;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a worker tells of itself.
 *
 * @param process what every process tells
 * @param sandbox how programs are kept in, in words
 * @param languages the languages that it can build; grows while they are looked for
 * @param clips the clips of programs that are sent in; grows as well
 * @param cache how it stands with its artifacts
 */
public record WorkerAbout(
    ProcessAbout process,
    String sandbox,
    List<String> languages,
    List<String> clips,
    Supplier<CacheState> cache) {
  public WorkerAbout {
    languages = Collections.unmodifiableList(languages);
    clips = Collections.unmodifiableList(clips);
  }
}
