package dev.codecsmith.lab.loopback;

import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.job.ClipReference;
import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.host.TemporaryFolders;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * Copies between a caller's artifact store and a worker's what a job needs and what it leaves. What
 * is there already is not copied. Safe for all threads.
 */
public final class ArtifactTransfer {
  private final ArtifactStore caller;
  private final ArtifactStore worker;
  private final Map<String, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();

  public ArtifactTransfer(ArtifactStore caller, ArtifactStore worker) {
    this.caller = caller;
    this.worker = worker;
  }

  /** Gives the worker what a job names: program, lists, clips. */
  public void send(Job<?> job) throws StoreException {
    Set<String> needed = new LinkedHashSet<>(job.artifacts());
    job.settings().clips().stream().map(ClipReference::sha256).forEach(needed::add);
    copy(needed, caller, worker);
  }

  /** Gives the caller what a heartbeat names. */
  public void receive(Heartbeat heartbeat) throws StoreException {
    if (heartbeat instanceof Heartbeat.PointMeasured measured) {
      copy(measured.point().point().allArtifacts(), worker, caller);
    }
  }

  /** Gives the caller what an answer names. */
  public void receive(Answer answer) throws StoreException {
    copy(answer.artifacts(), worker, caller);
  }

  private void copy(Set<String> hashes, ArtifactStore from, ArtifactStore to)
      throws StoreException {
    boolean asked = true;
    for (String hash : to.missing(hashes)) {
      // While one was copied, another job may have copied the next.
      boolean there = !asked && to.contains(hash);
      asked = false;
      while (!there) {
        there = copyOrWait(hash, from, to) || to.contains(hash);
      }
    }
  }

  /**
   * Several jobs that need one clip cause one copy: whoever comes second waits for the first, which
   * may fail.
   *
   * @return whether it was copied here
   */
  private boolean copyOrWait(String hash, ArtifactStore from, ArtifactStore to)
      throws StoreException {
    CompletableFuture<Void> mine = new CompletableFuture<>();
    CompletableFuture<Void> other = underWay.putIfAbsent(hash, mine);
    if (other == null) {
      try {
        copy(hash, from, to);
      } finally {
        underWay.remove(hash);
        mine.complete(null);
      }
      return true;
    }
    try {
      var _ = other.get();
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("the transfer of artifact " + hash + " was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** By way of a file: a clip may not fit into memory. */
  private static void copy(String hash, ArtifactStore from, ArtifactStore to)
      throws StoreException {
    try {
      Path folder = TemporaryFolders.create("artifact");
      try {
        Path file = folder.resolve("artifact");
        from.copyTo(hash, file);
        String _ = to.put(file);
      } finally {
        Folders.remove(folder);
      }
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException(
          "artifact " + hash + " cannot be copied (" + StoreException.reason(e) + ")", e);
    }
  }
}
