package dev.codecsmith.evolve.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.evolve.models.TokenUsage;
import dev.codecsmith.evolve.models.budget.Budget;
import dev.codecsmith.evolve.models.calls.Spending;
import dev.codecsmith.evolve.models.fake.FakeModelServer;
import dev.codecsmith.evolve.models.fake.FakeReply;
import dev.codecsmith.evolve.models.fake.FakeRequest;
import dev.codecsmith.evolve.models.fake.FakeScript;
import dev.codecsmith.evolve.models.fake.FakeTokens;
import dev.codecsmith.evolve.models.fake.Fault;
import dev.codecsmith.evolve.models.fake.ServedCall;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.FailureKind;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole campaigns against a fake model server. */
class ModelCampaignTest {
  @TempDir private Path folder;
  private final List<FakeModelServer> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(FakeModelServer::close);
  }

  /** A program that follows from the prompt, so that the order of calls does not matter. */
  private static String program(FakeRequest request) {
    return program(Math.floorMod(request.fingerprint().hashCode(), 1_000_000));
  }

  private static String program(int value) {
    return "I change the number.\n\nNAME: n%d\n\nENTRY: X\nFILE: X.java\n```java\nclass X {\n  int a = %d;\n}\n```\n"
        .formatted(value, value);
  }

  private FakeModelServer server(FakeScript script) {
    FakeModelServer server = FakeModelServer.start(script);
    servers.add(server);
    return server;
  }

  private ModelCampaign campaign(String name, FakeModelServer server) {
    return new ModelCampaign(folder.resolve(name), server, FakeRequest.Wire.ANTHROPIC);
  }

  @ParameterizedTest
  @EnumSource(FakeRequest.Wire.class)
  void everyIterationBecomesAnExperimentAndCostsAreRightToTheToken(FakeRequest.Wire wire)
      throws Exception {
    FakeModelServer server = server(FakeScript.of(ModelCampaignTest::program));
    ModelCampaign campaign = new ModelCampaign(folder, server, wire);
    List<ExperimentRecord> experiments = campaign.run(new ToyEvaluator());
    assertThat(experiments).hasSize(ModelCampaign.ITERATIONS);
    assertThat(experiments).allMatch(e -> e.status() == ExperimentStatus.SUCCEEDED);
    assertThat(experiments.getFirst().candidate().parents()).isEmpty();
    assertThat(experiments.getLast().candidate().parents()).isNotEmpty();
    assertThat(experiments.getLast().candidate().reasoning()).contains("I change the number");
    assertThat(experiments.getLast().candidate().artifacts())
        .containsKeys("program", "prompt", "reply");

    TokenUsage charged = charged(server);
    Spending spent = campaign.spending();
    assertThat(spent.usage()).isEqualTo(charged);
    assertThat(spent.knownUsd()).isEqualByComparingTo(dollars(charged));
    assertThat(spent.callsOfUnknownCost()).isZero();
  }

  @ParameterizedTest
  @EnumSource(FakeRequest.Wire.class)
  void passingFaultsChangeNothingButTheNumberOfAttempts(FakeRequest.Wire wire) throws Exception {
    List<String> undisturbed =
        outcome(
            new ModelCampaign(
                    folder.resolve("a"), server(FakeScript.of(ModelCampaignTest::program)), wire)
                .run(new ToyEvaluator()));
    FakeModelServer shaky =
        server(
            FakeScript.of(ModelCampaignTest::program)
                .failingFirst(
                    Fault.rateLimited(),
                    Fault.overloaded(),
                    Fault.serverError(),
                    new Fault.CutBeforeHeaders(),
                    new Fault.CutMidReply(false),
                    new Fault.MalformedJson()));
    assertThat(outcome(new ModelCampaign(folder.resolve("b"), shaky, wire).run(new ToyEvaluator())))
        .isEqualTo(undisturbed);
    assertThat(shaky.deliveries()).hasSize(ModelCampaign.ITERATIONS);
    assertThat(shaky.deliveries().values()).containsOnly(1L);
  }

  @Test
  void aReplyThatDoesNotWorkIsMendedInTheSameConversation() throws Exception {
    FakeModelServer server =
        server(
            FakeScript.inTurn(
                FakeReply.wrongEdit(),
                FakeReply.text("ENTRY: X\nFILE: X.java\n```java\nclass X {}\n```\n"),
                FakeReply.text(program(30)),
                FakeReply.text(program(30).replace("  int", "  // the same\n  int")),
                FakeReply.cutOff(program(31)),
                FakeReply.text(program(32))));
    List<ExperimentRecord> experiments =
        campaign("a", server).oneByOne().of(2).run(new ToyEvaluator());
    assertThat(experiments.stream().map(e -> e.score().orElseThrow())).containsExactly(30.0, 28.0);
    List<String> prompts = server.calls().stream().map(ServedCall::prompt).toList();
    assertThat(prompts).hasSize(6);
    assertThat(prompts.get(1))
        .contains("this line stands in no program")
        .contains("not be applied");
    assertThat(prompts.get(2)).contains("X.java:2: error: there is no a").contains("repair 2 of 2");
    assertThat(prompts.get(4)).contains("was proposed before");
    assertThat(prompts.get(5)).contains("cut off");
  }

  @Test
  void refusedAndEmptyRepliesAreAskedForAgain() throws Exception {
    FakeModelServer server =
        server(
            FakeScript.inTurn(
                FakeReply.refusal("I cannot help with that."),
                FakeReply.empty(),
                FakeReply.text(program(40))));
    List<ExperimentRecord> experiments = campaign("a", server).of(1).run(new ToyEvaluator());
    assertThat(experiments.getFirst().score()).hasValue(20.0);
    assertThat(server.calls().stream().map(ServedCall::prompt).distinct()).hasSize(1);
  }

  @Test
  void aModelThatNeverWritesAProgramLeavesAFailedExperimentEachTime() throws Exception {
    FakeModelServer server = server(FakeScript.of(request -> "Here is my opinion on codecs."));
    List<ExperimentRecord> experiments = campaign("a", server).of(3).run(new ToyEvaluator());
    assertThat(experiments).hasSize(3);
    assertThat(experiments).allMatch(e -> e.status() == ExperimentStatus.FAILED);
    assertThat(experiments.getFirst().failure().orElseThrow().kind())
        .isEqualTo(FailureKind.EDIT_FAILED);
    assertThat(experiments.getFirst().failure().orElseThrow().message())
        .contains("No program came of 3 replies")
        .contains("holds no program");
    assertThat(server.calls()).hasSize(9);
  }

  @Test
  void aProgramThatCannotBeMendedIsEvaluatedAsItIs() throws Exception {
    FakeModelServer server =
        server(request ->
            FakeReply.text(
                "ENTRY: X\nFILE: X.java\n```java\nclass X { int a = %d; int broken; }\n```\n"
                    .formatted(request.number())));
    List<ExperimentRecord> experiments =
        campaign("a", server).of(1).run(new ToyEvaluator().rejecting(3));
    assertThat(experiments.getFirst().failure().orElseThrow().message()).contains("It hates 3");
    assertThat(server.calls()).hasSize(3);
  }

  @Test
  void aWrongKeyStopsTheCampaignAtOnceWithItsSentence() {
    FakeModelServer server = server(request -> FakeReply.empty().with(Fault.wrongKey()));
    ModelCampaign campaign = campaign("a", server).oneByOne();
    assertThatThrownBy(() -> campaign.run(new ToyEvaluator()))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("toy-model");
    assertThat(campaign.retries).isEmpty();
    assertThat(server.calls()).hasSize(1);
  }

  @Test
  void aSpentBudgetEndsTheCampaignCleanlyAndAGreaterOneContinuesIt() throws Exception {
    FakeModelServer server = server(FakeScript.of(ModelCampaignTest::program));
    ModelCampaign whole = campaign("whole", server);
    List<String> undisturbed = outcome(whole.run(new ToyEvaluator()));
    int before = server.calls().size();
    BigDecimal half = whole.spending().knownUsd().divide(BigDecimal.TWO);
    ModelCampaign poor =
        campaign("poor", server).within(new Budget(Optional.of(half), OptionalLong.empty()));
    List<ExperimentRecord> first = poor.run(new ToyEvaluator());
    assertThat(first).hasSizeBetween(1, ModelCampaign.ITERATIONS - 1);
    assertThat(poor.stops)
        .singleElement()
        .asString()
        .contains("The budget of $" + half.toPlainString() + " is spent");
    assertThat(outcome(campaign("poor", server).run(new ToyEvaluator()))).isEqualTo(undisturbed);
    assertThat(server.calls()).hasSize(before + ModelCampaign.ITERATIONS);
  }

  @Test
  void tokensAreABudgetToo() throws Exception {
    ModelCampaign campaign =
        campaign("a", server(FakeScript.of(ModelCampaignTest::program)))
            .oneByOne()
            .within(new Budget(Optional.empty(), OptionalLong.of(1)));
    assertThat(campaign.run(new ToyEvaluator())).hasSize(1);
    assertThat(campaign.stops).singleElement().asString().startsWith("2: The budget of 1 tokens");
  }

  @Test
  void aCampaignThatDiedAnywhereContinuesToTheSameEndAndPaysNothingTwice() throws Exception {
    FakeModelServer calm = server(FakeScript.of(ModelCampaignTest::program));
    List<String> undisturbed = outcome(campaign("undisturbed", calm).run(new ToyEvaluator()));
    for (int lifetime = 0; lifetime < ModelCampaign.ITERATIONS; lifetime++) {
      FakeModelServer server = server(FakeScript.of(ModelCampaignTest::program));
      String name = "killed-after-" + lifetime;
      ToyEvaluator dying = new ToyEvaluator().dyingAfter(lifetime);
      assertThatThrownBy(() -> campaign(name, server).run(dying))
          .isInstanceOf(InfrastructureException.class);
      assertThat(outcome(campaign(name, server).run(new ToyEvaluator()))).isEqualTo(undisturbed);
      assertThat(server.deliveries()).hasSize(ModelCampaign.ITERATIONS);
      // A call beside the one that died is abandoned and made again.
      assertThat(server.calls())
          .hasSizeBetween(
              ModelCampaign.ITERATIONS, ModelCampaign.ITERATIONS + ModelCampaign.LAG - 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"islands", "map-elites", "pareto", "greedy", "independent"})
  void everyStrategyCarriesACampaignThatRepeatsItself(String strategy) throws Exception {
    FakeModelServer server = server(FakeScript.of(ModelCampaignTest::program));
    List<String> first = outcome(campaign("a", server).with(strategy).run(new ToyEvaluator()));
    assertThat(outcome(campaign("b", server).with(strategy).run(new ToyEvaluator())))
        .isEqualTo(first);
    assertThat(first).hasSize(ModelCampaign.ITERATIONS);
  }

  @Test
  void noHeldOutClipReachesAPrompt() throws Exception {
    FakeModelServer server = server(FakeScript.of(ModelCampaignTest::program));
    campaign("a", server).run(new ToyEvaluator());
    assertThat(server.calls()).noneMatch(call -> call.prompt().contains("secretclip"));
  }

  private static TokenUsage charged(FakeModelServer server) {
    FakeTokens sum =
        server.calls().stream().map(ServedCall::tokens).reduce(FakeTokens.NONE, FakeTokens::plus);
    return new TokenUsage(sum.input(), sum.cachedInput(), sum.cacheWrite(), sum.output());
  }

  private static BigDecimal dollars(TokenUsage usage) {
    return new BigDecimal("3")
        .multiply(BigDecimal.valueOf(usage.input()))
        .add(new BigDecimal("0.3").multiply(BigDecimal.valueOf(usage.cachedInput())))
        .add(new BigDecimal("3.75").multiply(BigDecimal.valueOf(usage.cacheWrite())))
        .add(new BigDecimal("15").multiply(BigDecimal.valueOf(usage.output())))
        .movePointLeft(6);
  }

  private static List<String> outcome(List<ExperimentRecord> experiments) {
    return experiments.stream()
        .map(e -> e.iteration() + " " + e.id() + " " + e.status() + " " + e.score())
        .toList();
  }
}
