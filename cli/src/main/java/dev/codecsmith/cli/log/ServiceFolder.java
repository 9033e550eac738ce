package dev.codecsmith.cli.log;

import dev.codecsmith.cli.options.DataOption;
import dev.codecsmith.service.process.ProcessAbout;
import dev.codecsmith.service.process.RunningMark;
import dev.codecsmith.store.data.DataDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data folder of a process that runs for long, open for writing, with its mark and its log. */
public final class ServiceFolder implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(ServiceFolder.class);

  private final DataDirectory data;
  private final RunningMark mark;
  private final LogFile log;

  private ServiceFolder(DataDirectory data, RunningMark mark, LogFile log) {
    this.data = data;
    this.mark = mark;
    this.log = log;
  }

  /**
   * Opens the folder, keeps what a process that crashed there left, and begins the log.
   *
   * @param kind such as {@code worker}; one of a kind works in a folder at a time
   * @param errors where sentences for a person go, beside the log
   */
  public static ServiceFolder open(DataOption option, String kind, PrintWriter errors, Clock clock)
      throws IOException {
    DataDirectory data = DataDirectory.open(option.directory(), DataDirectory.Access.WRITE);
    try {
      Path file = LogFile.of(data.path(), kind);
      RunningMark mark = RunningMark.set(data, kind, file, clock);
      LogFile log = LogFile.open(file, errors);
      mark.foundNow()
          .ifPresent(crash ->
              logger.warn(
                  "The {} before this one did not end by itself: it was killed, ran out of memory, or"
                      + " lost its power. The end of its log is the artifact {}.",
                  kind,
                  crash.log()));
      return new ServiceFolder(data, mark, log);
    } catch (IOException | RuntimeException e) {
      data.close();
      throw e;
    }
  }

  public DataDirectory data() {
    return data;
  }

  public LogFile log() {
    return log;
  }

  /**
   * What the process tells of itself.
   *
   * @param version of this program
   * @param store where it keeps what it makes, in words
   */
  public ProcessAbout about(String version, String store) {
    return new ProcessAbout(version, data.path(), store, log.readable(mark.lastCrash()));
  }

  @Override
  public void close() {
    log.close();
    mark.close();
    data.close();
  }
}
