package dev.codecsmith.service.alerts.watch;

import dev.codecsmith.sandbox.host.AtomicFile;
import dev.codecsmith.service.alerts.Alert;
import dev.codecsmith.service.alerts.Incident;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * The incidents that are open and the alerts that have not arrived, in a file, so that the next
 * process neither tells one twice nor forgets one. While the file cannot be written they are known
 * to this process alone.
 */
final class AlertMemory {
  private static final Logger log = LoggerFactory.getLogger(AlertMemory.class);

  /** For one channel. */
  static final int MOST_WAITING = 100;

  private final Path file;
  private final List<String> channels;
  private final List<Runnable> senders = new CopyOnWriteArrayList<>();
  private State state;
  private boolean failing;
  private boolean closed;

  /**
   * An alert on its way.
   *
   * @param channel the {@code id} of the channel
   */
  record Undelivered(String channel, Alert alert) {
    boolean isTo(String other) {
      return channel.equals(other);
    }
  }

  /**
   * All that is remembered.
   *
   * @param open incidents, as they were found
   * @param undelivered alerts, as they were sent
   */
  record State(List<Incident> open, List<Undelivered> undelivered) {
    State {
      open = List.copyOf(open);
      undelivered = List.copyOf(undelivered);
    }

    State opened(Incident incident) {
      return new State(plus(open, incident), undelivered);
    }

    State ended(Incident incident) {
      return new State(open.stream().filter(each -> !each.equals(incident)).toList(), undelivered);
    }

    /** What was told to a channel longest ago makes room where too much waits for it. */
    State sent(Alert alert, List<String> channels) {
      List<Undelivered> all = undelivered;
      for (String channel : channels) {
        List<Undelivered> its = all.stream().filter(each -> each.isTo(channel)).toList();
        if (its.size() >= MOST_WAITING) {
          all = minus(all, its.getFirst());
        }
        all = plus(all, new Undelivered(channel, alert));
      }
      return new State(open, all);
    }

    State delivered(Undelivered alert) {
      return new State(open, minus(undelivered, alert));
    }

    /** Without what is on its way to other channels, of an earlier process. */
    State onlyFor(List<String> channels) {
      return new State(
          open, undelivered.stream().filter(each -> channels.contains(each.channel())).toList());
    }

    Optional<Undelivered> firstFor(String channel) {
      return undelivered.stream().filter(each -> each.isTo(channel)).findFirst();
    }

    private static <T> List<T> plus(List<T> list, T more) {
      return Stream.concat(list.stream(), Stream.of(more)).toList();
    }

    private static <T> List<T> minus(List<T> list, T less) {
      List<T> left = new ArrayList<>(list);
      boolean _ = left.remove(less);
      return left;
    }
  }

  private AlertMemory(Path file, List<String> channels) {
    this.file = file;
    this.channels = List.copyOf(channels);
    this.state = read(file).onlyFor(this.channels);
  }

  /**
   * What the file of a folder holds; nothing if there is none, or it cannot be read.
   *
   * @param channels the ids of those that alerts are sent to
   */
  static AlertMemory in(Path folder, List<String> channels) {
    return new AlertMemory(folder.resolve("alerts.json"), channels);
  }

  private static State read(Path file) {
    try {
      return Json.read(Files.readString(file), State.class);
    } catch (NoSuchFileException _) {
      return new State(List.of(), List.of());
    } catch (IOException | JacksonException e) {
      log.warn("{} cannot be read: incidents in it may be told again ({})", file, e.toString());
      return new State(List.of(), List.of());
    }
  }

  synchronized State state() {
    return state;
  }

  /** Calls whenever there is another alert to deliver; it returns at once. */
  void onSent(Runnable sender) {
    senders.add(sender);
  }

  /** Remembers an incident, and what is to be told of it. */
  void begin(Incident incident, Alert alert) {
    change(before -> before.opened(incident).sent(alert, channels));
    senders.forEach(Runnable::run);
  }

  /** Forgets an incident, and remembers what is to be told of its end. */
  void end(Incident incident, Alert alert) {
    change(before -> before.ended(incident).sent(alert, channels));
    senders.forEach(Runnable::run);
  }

  /** Forgets an alert that has arrived, or is given up. */
  void delivered(Undelivered alert) {
    change(before -> before.delivered(alert));
  }

  /** Nothing is written from now on, since the folder may be another process's. */
  synchronized void close() {
    closed = true;
  }

  private synchronized void change(UnaryOperator<State> change) {
    state = change.apply(state);
    if (closed) {
      return;
    }
    try {
      AtomicFile.write(file, Json.write(state));
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        log.warn(
            "{} cannot be written: a restart may tell incidents again ({})", file, e.toString());
      }
      failing = true;
    }
  }
}
