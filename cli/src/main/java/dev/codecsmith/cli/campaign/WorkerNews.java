package dev.codecsmith.cli.campaign;

import dev.codecsmith.service.client.WorkerPool.WorkerListener;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Passes on what is told of workers to all who listen. A pool begins to tell before there is a
 * folder to remember incidents in; who comes late is told the newest of each worker.
 */
public final class WorkerNews implements WorkerListener {
  private final List<WorkerListener> listeners = new ArrayList<>();

  /** By worker; in the order in which they were told. */
  private final Map<String, Consumer<WorkerListener>> newest = new LinkedHashMap<>();

  /** Lets another one hear. */
  public synchronized void join(WorkerListener listener) {
    newest.values().forEach(news -> news.accept(listener));
    listeners.add(listener);
  }

  @Override
  public void up(URI worker, String about) {
    tell(worker.toString(), listener -> listener.up(worker, about));
  }

  @Override
  public void down(URI worker, String reason) {
    tell(worker.toString(), listener -> listener.down(worker, reason));
  }

  @Override
  public void waiting() {
    tell("", WorkerListener::waiting);
  }

  @Override
  public void missing(String work, String reason) {
    tell(work, listener -> listener.missing(work, reason));
  }

  @Override
  public void found(String work) {
    tell(work, listener -> listener.found(work));
  }

  private synchronized void tell(String about, Consumer<WorkerListener> news) {
    newest.remove(about);
    newest.put(about, news);
    listeners.forEach(news);
  }
}
