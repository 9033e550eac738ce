package dev.codecsmith.cli.bench;

import dev.codecsmith.lab.frames.ProgramsHere;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.isolation.Bubblewrap;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.video.ffmpeg.CacheFolder;
import java.io.IOException;
import java.util.Optional;

/** This machine's sandbox and languages, found when the first program needs them. */
public final class OwnPrograms implements ProgramsHere, AutoCloseable {
  private Optional<Place> place = Optional.empty();

  @Override
  public synchronized Place find() throws IOException {
    if (place.isEmpty()) {
      Sandbox sandbox = Bubblewrap.detect();
      place = Optional.of(new Place(sandbox, Toolchains.in(sandbox, CacheFolder.ofTheUser())));
    }
    return place.get();
  }

  @Override
  public synchronized void close() {
    place.ifPresent(found -> found.toolchains().close());
  }
}
