package dev.codecsmith.evolve.models.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.evolve.models.choice.ModelRecord.Call;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ModelBanditTest {
  private static final List<String> MODELS = List.of("cheap", "expensive", "useless");
  private static final Map<String, String> COST =
      Map.of("cheap", "0.01", "expensive", "0.50", "useless", "0.05");

  @Property(seed = "21", tries = 50)
  void everyModelIsTriedFirst(@ForAll long seed) {
    ModelBandit bandit = new ModelBandit(MODELS, 1, seed);
    List<Call> history = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      history.add(ended(bandit.choose(ModelRecord.of(history), List.of()), 0));
    }

    assertThat(history).extracting(Call::model).containsExactlyInAnyOrderElementsOf(MODELS);
  }

  @Test
  void seedDecidesWhichIsTriedFirst() {
    assertThat(
            LongStream.range(0, 50)
                .mapToObj(
                    seed -> new ModelBandit(MODELS, 1, seed).choose(ModelRecord.NOTHING, List.of()))
                .distinct())
        .hasSize(3);
  }

  @Property(seed = "22", tries = 50)
  void choiceFollowsFromSeedAndHistory(@ForAll long seed) {
    List<Call> history = play(new ModelBandit(MODELS, 1, seed), 40, model -> 0.5);

    assertThat(play(new ModelBandit(MODELS, 1, seed), 40, model -> 0.5)).isEqualTo(history);
  }

  @Test
  void callsGoWhereImprovementPerDollarIs() {
    // Twice the improvement for fifty times the money is a bad bargain.
    Map<String, Integer> calls =
        count(
            play(
                new ModelBandit(MODELS, 1, 1),
                300,
                model -> model.equals("expensive") ? 1 : model.equals("cheap") ? 0.5 : 0));

    assertThat(calls.get("cheap")).isGreaterThan(250);
    assertThat(calls.get("expensive")).isPositive();
  }

  @Test
  void mostOfTheMoneyGoesToADearModelThatIsWorthItsPrice() {
    Map<String, Integer> calls =
        count(
            play(
                new ModelBandit(MODELS, 0.1, 1),
                300,
                model -> model.equals("expensive") ? 1 : model.equals("cheap") ? 0.001 : 0));

    double expensive = calls.getOrDefault("expensive", 0) * 0.5;
    double others = calls.getOrDefault("cheap", 0) * 0.01 + calls.getOrDefault("useless", 0) * 0.05;
    assertThat(expensive).isGreaterThan(2 * others);
  }

  @Test
  void luckDoesNotDecideForGood() {
    // The better model begins with nothing; exploration must come back to it.
    Random luck = new Random(5);
    ModelBandit bandit = new ModelBandit(List.of("good", "bad"), 1, 3);
    List<Call> history = new ArrayList<>();
    history.add(new Call("good", 0, Optional.of(BigDecimal.ONE)));
    history.add(new Call("bad", 1, Optional.of(BigDecimal.ONE)));
    for (int i = 0; i < 1_000; i++) {
      String model = bandit.choose(ModelRecord.of(history), List.of());
      double chance = model.equals("good") ? 0.6 : 0.2;
      history.add(new Call(model, luck.nextDouble() < chance ? 1 : 0, Optional.of(BigDecimal.ONE)));
    }

    assertThat(count(history).get("good")).isGreaterThan(700);
  }

  @Test
  void unknownCostMakesEveryCallCountTheSame() {
    List<Call> history =
        List.of(
            new Call("cheap", 0.5, Optional.of(new BigDecimal("0.01"))),
            new Call("expensive", 1, Optional.empty()),
            ended("useless", 0));

    assertThat(new ModelBandit(MODELS, 0, 1).choose(ModelRecord.of(history), List.of()))
        .isEqualTo("expensive");
  }

  @Test
  void freeModelDoesNotShutTheOthersOut() {
    List<Call> history = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      history.add(new Call("cheap", 0.001, Optional.of(BigDecimal.ZERO)));
      history.add(new Call("expensive", 1, Optional.of(new BigDecimal("0.5"))));
      history.add(new Call("useless", 0, Optional.of(new BigDecimal("0.5"))));
    }

    assertThat(new ModelBandit(MODELS, 0, 1).choose(ModelRecord.of(history), List.of()))
        .isEqualTo("expensive");
  }

  @Test
  void callsMadeSideBySideSpread() {
    ModelBandit bandit = new ModelBandit(MODELS, 1, 1);
    List<String> underWay = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      underWay.add(bandit.choose(ModelRecord.NOTHING, underWay));
    }

    assertThat(underWay).containsExactlyInAnyOrderElementsOf(MODELS);
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new ModelBandit(List.of(), 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ModelBandit(List.of("a", "a"), 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Call("a", Double.NaN, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Call> play(
      ModelBandit bandit, int rounds, ToDoubleFunction<String> improvement) {
    List<Call> history = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      String model = bandit.choose(ModelRecord.of(history), List.of());
      history.add(ended(model, improvement.applyAsDouble(model)));
    }
    return history;
  }

  private static Call ended(String model, double improvement) {
    return new Call(model, improvement, Optional.of(new BigDecimal(COST.getOrDefault(model, "0"))));
  }

  private static Map<String, Integer> count(List<Call> history) {
    Map<String, Integer> calls = new HashMap<>();
    history.forEach(pull -> calls.merge(pull.model(), 1, Integer::sum));
    return calls;
  }
}
