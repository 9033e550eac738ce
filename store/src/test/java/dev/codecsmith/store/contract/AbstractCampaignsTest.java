package dev.codecsmith.store.contract;

import static dev.codecsmith.store.Samples.campaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.Samples;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.CampaignLease;
import dev.codecsmith.store.experiments.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  void aLeaseTakesThePlaceOfTheOneThatWasSeen() throws StoreException {
    assertThat(store.leaseOf("c")).isEmpty();
    assertThat(replace(Optional.of(lease("first", 1)), lease("second", 1)))
        .as("nobody has it")
        .isFalse();
    assertThat(replace(Optional.empty(), lease("first", 1))).isTrue();
    assertThat(replace(Optional.empty(), lease("second", 1))).as("it is taken").isFalse();
    reopen();
    assertThat(store.leaseOf("c")).contains(lease("first", 1));
    assertThat(replace(Optional.of(lease("first", 1)), lease("first", 2))).isTrue();
    assertThat(replace(Optional.of(lease("first", 1)), lease("second", 1)))
        .as("it was renewed since")
        .isFalse();
    assertThat(replace(Optional.of(lease("first", 2)), lease("first", 2).askedToStop())).isTrue();
    assertThat(store.leaseOf("c")).contains(lease("first", 2).askedToStop());
  }

  @Test
  void campaignThatIsGivenBackIsFree() throws StoreException {
    replace(Optional.empty(), lease("first", 1));
    assertThat(store.replaceLease("c", Optional.of(lease("second", 1)), Optional.empty()))
        .as("not another's to give back")
        .isFalse();
    assertThat(store.leaseOf("c")).isPresent();
    assertThat(store.replaceLease("c", Optional.of(lease("first", 1)), Optional.empty())).isTrue();
    assertThat(store.leaseOf("c")).isEmpty();
    assertThat(replace(Optional.empty(), lease("second", 1))).isTrue();
  }

  @Test
  void onlyAStoredCampaignIsLeased() {
    assertThatThrownBy(
            () -> store.replaceLease("unknown", Optional.empty(), Optional.of(lease("first", 1))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("campaign unknown");
  }

  private boolean replace(Optional<CampaignLease> seen, CampaignLease wanted)
      throws StoreException {
    return store.replaceLease("c", seen, Optional.of(wanted));
  }

  private static CampaignLease lease(String owner, int renewal) {
    return new CampaignLease(
        owner, "process 1 on box", "renewal " + renewal, Duration.ofSeconds(60), false);
  }

  @Test
  void closedStoreSaysSo() {
    store.close();
    assertThatThrownBy(() -> store.campaigns(Page.FIRST, 1))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
  }
}
