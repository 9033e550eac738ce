package dev.codecsmith.service.orchestrator;

import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.store.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/**
 * Campaigns of which the first word is the id. Each runs until it is told how it ends: with an
 * empty text for all iterations done, or with a fault.
 */
public final class FakeCampaigns implements CampaignRunner, CampaignListener {
  public final List<String> begun = new CopyOnWriteArrayList<>();
  public final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> news = new LinkedBlockingQueue<>();

  /**
   * What a person would be told, as {@code fault ID: SENTENCE}, {@code over ID} and {@code idle}.
   */
  public final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  @Override
  public Planned plan(CampaignRequest request) throws BadRequestException {
    if (request.yaml().isBlank() || !request.yaml().matches("\\w+( .*)?")) {
      throw new BadRequestException("The campaign is empty.");
    }
    String id = "campaign_" + request.yaml().split(" ", 2)[0];
    return new Planned(id, request.name().orElse("codecs"), 3);
  }

  @Override
  public Optional<String> run(CampaignRequest request, String id, Supplier<Optional<String>> stop)
      throws BadRequestException, IOException, InterruptedException {
    begun.add(id);
    news.add(id);
    String end = ends.take();
    return switch (end) {
      case "stop" -> stop.get();
      case "full" -> throw new IOException("The disk is full.");
      case "broken" -> throw StoreException.lasting("The disk is broken.");
      case "elsewhere" ->
          throw new RunsElsewhereException(id + " is run by another.", new IOException("held"));
      case "killed" -> throw new InterruptedException();
      case "gone" -> throw new BadRequestException("There is no file a.y4m.");
      case "bug" -> throw new IllegalStateException("a bug");
      default -> end.isEmpty() ? Optional.empty() : Optional.of(end);
    };
  }

  @Override
  public void fault(String id, String sentence) {
    told.add("fault " + id + ": " + sentence);
  }

  @Override
  public void faultOver(String id) {
    told.add("over " + id);
  }

  @Override
  public void idle() {
    told.add("idle");
  }

  /** Waits for the next campaign that begins. */
  public String awaitBegin() throws InterruptedException {
    return news.take();
  }
}
