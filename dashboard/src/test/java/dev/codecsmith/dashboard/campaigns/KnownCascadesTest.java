package dev.codecsmith.dashboard.campaigns;

import static dev.codecsmith.dashboard.StoredCampaign.T0;
import static dev.codecsmith.dashboard.StoredCampaign.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.dashboard.StoredCampaign;
import dev.codecsmith.dashboard.live.LiveCampaigns;
import dev.codecsmith.evolve.cascade.CascadeFigures;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.lifecycle.ExperimentDeletion;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownCascadesTest {
  /** Behind which iteration lines were read, of what was asked last. */
  private final List<Object> read = new ArrayList<>();

  private DataDirectory data;
  private StoredCampaign campaign;
  private KnownCascades cascades;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    data = DataDirectory.open(folder.resolve("data"), DataDirectory.Access.WRITE);
    campaign =
        StoredCampaign.in(
            data.experiments(),
            "c",
            """
            {"seed":3,"lag":1,"cascade":{"frames":8,"qualities":[30,70],"margin":50.0}}
            """);
    cascades =
        new KnownCascades(
            listening(data.experiments()), new LiveCampaigns(data.events(), Optional::empty));
  }

  @AfterEach
  void close() {
    data.close();
  }

  private ExperimentStore listening(ExperimentStore store) {
    return (ExperimentStore)
        Proxy.newProxyInstance(
            ExperimentStore.class.getClassLoader(),
            new Class<?>[] {ExperimentStore.class},
            (_, method, arguments) -> {
              if (method.getName().equals("summaries")) {
                read.add(arguments[1]);
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
            });
  }

  /** As they are told; the same as of all that is stored. */
  private CascadeFigures figures() throws Exception {
    read.clear();
    Optional<CascadeFigures> told = cascades.of(data.experiments().findCampaign("c").orElseThrow());
    assertThat(told)
        .isEqualTo(
            CascadeFigures.of(
                data.experiments(), data.experiments().findCampaign("c").orElseThrow()));
    return told.orElseThrow();
  }

  @Test
  void whatHasEndedIsReadOnce() throws Exception {
    campaign.looked(1, -8, Optional.of(-10.0));
    campaign.looked(2, 60, Optional.empty());
    campaign.encoding(3);
    campaign.looked(4, 61, Optional.empty());
    assertThat(figures().margin().held()).isEqualTo(2);
    campaign.looked(5, 62, Optional.empty());
    assertThat(figures().margin().held()).isEqualTo(3);
    assertThat(read).as("the third goes on").containsExactly(2);
    assertThat(figures()).isSameAs(figures());
  }

  @Test
  void oneThatIsDeletedIsGoneAndWhatIsMadeInItsPlaceIsRead() throws Exception {
    campaign.looked(1, -8, Optional.of(-10.0));
    campaign.looked(2, 60, Optional.empty());
    assertThat(figures().margin().held()).isEqualTo(1);
    ExperimentDeletion.delete(data.experiments(), List.of(experiment(2)), T0);
    assertThat(figures().margin().held()).isZero();
    campaign.looked(2, -9, Optional.of(-11.0));
    assertThat(figures().margin().left()).isZero();
    assertThat(figures().looks().getFirst().measured()).isEqualTo(2);
  }

  @Test
  void oneThatCameBehindALaterOneIsNotMissed() throws Exception {
    campaign.looked(2, 60, Optional.empty());
    assertThat(figures().margin().held()).isZero();
    campaign.looked(1, -8, Optional.of(-10.0));
    assertThat(figures().margin().held()).isEqualTo(1);
    assertThat(figures().margin().held()).isEqualTo(1);
    assertThat(read).as("it is known now").containsExactly(2);
  }
}
