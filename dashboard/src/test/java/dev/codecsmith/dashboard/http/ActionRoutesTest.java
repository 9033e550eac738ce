package dev.codecsmith.dashboard.http;

import static dev.codecsmith.dashboard.StoredCampaign.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.dashboard.StoredCampaign;
import dev.codecsmith.dashboard.actions.Action;
import dev.codecsmith.service.http.HttpListener;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import io.javalin.Javalin;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may change what from the page. */
class ActionRoutesTest extends ServedStoreTest {
  private static final Map<String, Action> ASKED =
      Map.of(
          "POST /api/campaigns/c/stop",
          new Action.Stop("c"),
          "POST /api/campaigns/c/continue",
          new Action.Continue("c"),
          "DELETE /api/campaigns/c/failed",
          new Action.DeleteFailed("c"),
          "DELETE /api/experiments/" + experiment(1),
          new Action.Delete("c", experiment(1)),
          "POST /api/experiments/" + experiment(1) + "/cancel",
          new Action.Cancel("c", experiment(1)),
          "POST /api/experiments/" + experiment(1) + "/rerun",
          new Action.Rerun("c", experiment(1)));

  @Override
  ExperimentStore open() {
    return new MemoryExperimentStore();
  }

  @BeforeEach
  void anExperiment() throws Exception {
    campaign.failed(1);
  }

  @Test
  void whateverChangesSomethingWantsTheToken() throws Exception {
    for (String line : ASKED.keySet()) {
      assertThat(send(line, "", Optional.empty()).statusCode()).as(line).isEqualTo(401);
      HttpResponse<String> wrong = send(line, "", Optional.of("Bearer another"));
      assertThat(wrong.statusCode()).as(line).isEqualTo(401);
      assertThat(json(wrong).path("error").asString()).endsWith(".");
    }
    assertThat(send("POST /api/token", "", Optional.empty()).statusCode()).isEqualTo(401);
    assertThat(send("POST /api/campaigns", "name: x", Optional.empty()).statusCode())
        .isEqualTo(401);
    assertThat(actions.asked()).isEmpty();
    assertThat(get("/api/experiments").statusCode()).as("reading wants none").isEqualTo(200);
  }

  @Test
  void whatIsAskedForWithTheTokenIsDone() throws Exception {
    for (Map.Entry<String, Action> each : ASKED.entrySet()) {
      HttpResponse<String> answer = send(each.getKey(), "");
      assertThat(json(answer).path("done").asString()).as(answer.body()).isEqualTo("It is done.");
      assertThat(actions.asked()).last().isEqualTo(each.getValue());
    }
    assertThat(send("POST /api/campaigns", "name: x\n").statusCode()).isEqualTo(200);
    assertThat(actions.asked()).last().isEqualTo(new Action.Start("name: x\n"));
    assertThat(send("POST /api/token", "").statusCode()).isEqualTo(200);
  }

  @Test
  void aNewBudgetIsReadOrRefused() throws Exception {
    String line = "POST /api/campaigns/c/budget";
    assertThat(send(line, "{\"iterations\":7,\"usd\":2.5}").statusCode()).isEqualTo(200);
    assertThat(actions.asked())
        .containsExactly(
            new Action.NewBudget(
                "c", OptionalInt.of(7), Optional.of(new BigDecimal("2.5")), OptionalLong.empty()));
    for (String body :
        List.of(
            "",
            "{",
            "[]",
            "{}",
            "{\"usd\":0}",
            "{\"usd\":\"1\"}",
            "{\"iterations\":1.5}",
            "{\"tokens\":0}",
            "{\"iterations\":9999999999}",
            "{\"dollars\":1}")) {
      assertThat(send(line, body).statusCode()).as(body).isEqualTo(400);
    }
    assertThat(send(line, " ".repeat(5000)).statusCode()).isEqualTo(413);
  }

  @Test
  void whatDoesNotGoIsSaid() throws Exception {
    StoredCampaign _ = StoredCampaign.in(store, RecordedActions.STUBBORN);
    HttpResponse<String> refused =
        send("POST /api/campaigns/" + RecordedActions.STUBBORN + "/stop", "");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(json(refused).path("error").asString()).isEqualTo("It does not run.");
    assertThat(send("POST /api/campaigns/none/stop", "").statusCode()).isEqualTo(404);
    assertThat(send("DELETE /api/experiments/none", "").statusCode()).isEqualTo(404);
    for (String method : List.of("PUT", "PATCH", "POST")) {
      assertThat(send(method + " /api/experiments", "").statusCode()).as(method).isEqualTo(405);
    }
  }

  @Test
  void aPageOfAnotherServerChangesNothingEvenWithTheToken() throws Exception {
    HttpRequest.Builder request =
        to("/api/campaigns/c/stop")
            .header("Authorization", "Bearer " + TOKEN.text())
            .POST(BodyPublishers.noBody());
    int status =
        client
            .send(
                request.copy().header("Origin", "http://evil.example").build(),
                BodyHandlers.ofString())
            .statusCode();
    assertThat(status).isEqualTo(403);
    assertThat(actions.asked()).isEmpty();
    String own = server.address().substring(0, server.address().length() - 1);
    assertThat(
            client
                .send(request.header("Origin", own).build(), BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void aCampaignTellsWhatCanBeDoneAndItsBudget() throws Exception {
    assertThat(
            json(get("/api/campaigns/c"))
                .path("actions")
                .valueStream()
                .map(each -> each.asString()))
        .containsExactly("stop", "continue", "budget", "cancel", "delete");
    assertThat(json(get("/api/campaigns/c")).at("/budget/usd").decimalValue())
        .isEqualByComparingTo("2.5");
    assertThat(json(get("/api/campaigns/c")).at("/budget/tokens").isNull()).isTrue();
    assertThat(json(get("/api/campaigns")).path("takes_campaigns").asBoolean()).isTrue();
  }

  @Test
  void beyondThisMachineReadingWantsTheTokenOrTheCookieThatItGives() throws Exception {
    try (Dashboard dashboard = new Dashboard(shown(), Clock.systemUTC())) {
      Javalin wide =
          Javalin.create(
                  config -> {
                    HttpListener.refusals(config.routes);
                    dashboard.addTo(config.routes, false, Dashboard::answers);
                  })
              .start("127.0.0.1", 0);
      try {
        URI at = URI.create("http://127.0.0.1:" + wide.port());
        assertThat(read(at, "/", "X", "x")).as("the page holds no secret").isEqualTo(200);
        assertThat(read(at, "/api/experiments", "X", "x")).isEqualTo(401);
        assertThat(read(at, "/api/experiments", "Authorization", "Bearer " + TOKEN.text()))
            .isEqualTo(200);
        HttpRequest shown =
            HttpRequest.newBuilder(at.resolve("/api/token"))
                .header("Authorization", "Bearer " + TOKEN.text())
                .POST(BodyPublishers.noBody())
                .build();
        String cookie =
            client
                .send(shown, BodyHandlers.ofString())
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow();
        assertThat(cookie)
            .as("a browser gives it to all ports of a machine")
            .startsWith("codecsmith_reader_" + wide.port() + "=")
            .contains("HttpOnly", "SameSite=Strict")
            .doesNotContain(TOKEN.text());
        String reader = cookie.split(";", 2)[0];
        assertThat(read(at, "/api/experiments", "Cookie", reader)).isEqualTo(200);
        assertThat(read(at, "/api/experiments", "Cookie", reader + "0")).isEqualTo(401);
        HttpRequest change =
            HttpRequest.newBuilder(at.resolve("/api/campaigns/c/stop"))
                .header("Cookie", reader)
                .POST(BodyPublishers.noBody())
                .build();
        assertThat(client.send(change, BodyHandlers.ofString()).statusCode())
            .as("it lets read only")
            .isEqualTo(401);
      } finally {
        wide.stop();
      }
    }
  }

  private int read(URI at, String path, String header, String value) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(at.resolve(path)).header(header, value).build();
    return client.send(request, BodyHandlers.ofString()).statusCode();
  }

  private HttpResponse<String> send(String line, String body) throws Exception {
    return send(line, body, Optional.of("Bearer " + TOKEN.text()));
  }

  /**
   * @param line method and path
   */
  private HttpResponse<String> send(String line, String body, Optional<String> authorization)
      throws Exception {
    String[] words = line.split(" ", 2);
    HttpRequest.Builder request = to(words[1]).method(words[0], BodyPublishers.ofString(body));
    authorization.ifPresent(shown -> request.header("Authorization", shown));
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
