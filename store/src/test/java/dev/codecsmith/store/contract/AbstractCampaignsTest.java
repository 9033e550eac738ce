package dev.codecsmith.store.contract;

import static dev.codecsmith.store.Samples.campaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.Lease;
import dev.codecsmith.store.Samples;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Campaigns are stored once, listed in pages, and leased to one owner at a time. */
public abstract class AbstractCampaignsTest extends AbstractStoreTest {
  @Test
  void campaignIsStoredOnceAndFoundAgain() throws StoreException {
    CampaignRecord other = new CampaignRecord("c", "other", "{}", Samples.T0.plusSeconds(1));
    assertThat(store.putCampaignIfAbsent(other)).isEqualTo(campaign("c"));
    store.putCampaignIfAbsent(campaign("b"));
    reopen();
    assertThat(store.findCampaign("c")).contains(campaign("c"));
    assertThat(store.findCampaign("none")).isEmpty();
    assertThat(store.campaigns(Page.FIRST, 10).items())
        .containsExactly(campaign("c"), campaign("b"));
  }

  @Test
  void campaignsComeInPages() throws Exception {
    for (String id : List.of("e", "d", "a")) {
      store.putCampaignIfAbsent(campaign(id));
    }
    Page<CampaignRecord> first = store.campaigns(Page.FIRST, 3);
    assertThat(first.items()).containsExactly(campaign("c"), campaign("e"), campaign("d"));
    Page<CampaignRecord> second = store.campaigns(first.next().orElseThrow(), 3);
    assertThat(second.items()).containsExactly(campaign("a"));
    assertThat(second.next()).isEmpty();
    List<String> visited = new ArrayList<>();
    store.forEachCampaign(each -> visited.add(each.id()));
    assertThat(visited).containsExactly("c", "e", "d", "a");
  }

  @Test
  void campaignsAreFoundByTheBeginningOfTheirIds() throws StoreException {
    store.putCampaignIfAbsent(campaign("cb"));
    store.putCampaignIfAbsent(campaign("ca"));
    store.putCampaignIfAbsent(campaign("d"));
    assertThat(store.campaignsStartingWith("c", 10))
        .containsExactly(campaign("c"), campaign("ca"), campaign("cb"));
    assertThat(store.campaignsStartingWith("ca", 10)).containsExactly(campaign("ca"));
    assertThat(store.campaignsStartingWith("", 2)).hasSize(2);
    assertThat(store.campaignsStartingWith("%", 2)).isEmpty();
  }

  @Test
  void campaignIsLeasedToOneUntilItsTime() throws StoreException {
    assertThat(store.leaseOf("c")).isEmpty();
    assertThat(store.lease("c", lease("first", 60), at(0))).isTrue();
    assertThat(store.lease("c", lease("second", 90), at(59))).isFalse();
    reopen();
    assertThat(store.leaseOf("c")).contains(lease("first", 60));
    assertThat(store.lease("c", lease("first", 120), at(50))).as("renewed").isTrue();
    assertThat(store.lease("c", lease("second", 180), at(119))).isFalse();
    assertThat(store.lease("c", lease("second", 180), at(120))).as("it is over").isTrue();
    assertThat(store.lease("c", lease("first", 240), at(121))).as("taken over").isFalse();
    assertThat(store.leaseOf("c")).contains(lease("second", 180));
  }

  @Test
  void campaignThatIsGivenBackIsFree() throws StoreException {
    store.lease("c", lease("first", 60), at(0));
    store.release("c", "second");
    assertThat(store.leaseOf("c")).as("not another's to give back").isPresent();
    store.release("c", "first");
    assertThat(store.leaseOf("c")).isEmpty();
    assertThat(store.lease("c", lease("second", 90), at(1))).isTrue();
  }

  @Test
  void onlyAStoredCampaignIsLeased() {
    assertThatThrownBy(() -> store.lease("unknown", lease("first", 60), at(0)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("campaign unknown");
  }

  private static Lease lease(String owner, int seconds) {
    return Lease.until(owner, at(seconds));
  }

  private static Instant at(int seconds) {
    return Samples.T0.plusSeconds(seconds);
  }

  @Test
  void closedStoreSaysSo() {
    store.close();
    assertThatThrownBy(() -> store.campaigns(Page.FIRST, 1))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
  }
}
