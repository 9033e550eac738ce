package dev.codecsmith.dashboard.live;

import static dev.codecsmith.dashboard.StoredCampaign.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.dashboard.StoredCampaign;
import dev.codecsmith.dashboard.live.CampaignFeed.LiveEvent;
import dev.codecsmith.dashboard.live.CampaignFeed.News;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.events.CampaignEvent.CampaignStopped;
import dev.codecsmith.store.events.CampaignEvent.ExperimentProgress;
import dev.codecsmith.store.events.StoredEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CampaignFeedTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  private DataDirectory data;
  private CampaignFeed feed;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    data = DataDirectory.open(folder.resolve("data"), DataDirectory.Access.WRITE);
    StoredCampaign _ = StoredCampaign.in(data.experiments(), "c");
    feed = new CampaignFeed(data.events(), "c");
  }

  @AfterEach
  void close() {
    feed.close();
    data.close();
  }

  private void done(int points) {
    feed.on(T0, new ExperimentProgress("e", 1, ExperimentStatus.ENCODING, points, 100));
  }

  private static List<Integer> steps(News news) {
    return news.live().stream()
        .map(LiveEvent::event)
        .map(ExperimentProgress.class::cast)
        .map(ExperimentProgress::done)
        .toList();
  }

  @Test
  void ofManyStepsTheNewestIsToldAndNoneMoreThanOnce() throws Exception {
    try (CampaignFeed.Follower follower = feed.follow(0)) {
      done(1);
      assertThat(steps(follower.next(LONG))).containsExactly(1);
      done(2);
      done(3);
      assertThat(steps(follower.next(LONG))).containsExactly(3);
      News nothing = follower.next(Duration.ofMillis(1));
      assertThat(steps(nothing)).isEmpty();
      assertThat(nothing.stored()).isEmpty();
    }
  }

  @Test
  void whatIsStoredDoesNotWaitForTheNextStep() throws Exception {
    try (CampaignFeed.Follower follower = feed.follow(0)) {
      done(1);
      assertThat(steps(follower.next(LONG))).containsExactly(1);
      done(2);
      data.events().append("c", T0, new CampaignStopped("a"));
      data.events().append("c", T0, new CampaignStopped("b"));
      List<Long> numbers = new ArrayList<>();
      List<Integer> told = new ArrayList<>();
      while (numbers.size() < 2 || told.isEmpty()) {
        News news = follower.next(LONG);
        news.stored().stream().map(StoredEvent::number).forEach(numbers::add);
        told.addAll(steps(news));
      }
      assertThat(numbers).containsExactly(1L, 2L);
      assertThat(told).containsExactly(2);
    }
  }
}
