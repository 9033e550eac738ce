package dev.codecsmith.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.status.ProcessState.Target;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StatusTableTest {
  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text.replace('\'', '"'));
  }

  @Test
  void allThatIsToldHasItsRow() {
    StatusTable table = new StatusTable();
    table.add(
        new ProcessState(
            new Target(StatusCommand.ORCHESTRATOR, URI.create("http://a:8090")),
            true,
            true,
            Optional.empty(),
            json(
                "{'running':1,'waiting':2,'version':'codecsmith 1','uptime_seconds':93780.5,"
                    + "'workers':['http://b:8080','temporal://t:7233/default'],"
                    + "'store':{'kind':'SQLite and files','folder':'/d','disk_free_bytes':1610612736},"
                    + "'incidents':[{'kind':'worker down','subject':'http://b:8080',"
                    + "'since':'2026-11-27T18:00:00Z','text':'It does not answer.'}],"
                    + "'last_error':{'time':'2026-11-27T19:00:00Z','text':'The disk is full.'},"
                    + "'last_crash':{'found':'2026-11-26T19:00:00Z','log_sha256':'abc'}}"),
            List.of(
                json(
                    "{'id':'campaign_1','name':'night','state':'running','iterations':20,"
                        + "'iterations_ended':7,'best':{'id':'exp_iter3_x','bd_rate':-91.5,"
                        + "'warnings':['no codec known saves more than 75 %']}}"),
                json(
                    "{'id':'campaign_2','name':'day','state':'failed','iterations':5,"
                        + "'iterations_ended':0,'sentence':'There is no file /x.y4m.'}"))));
    table.add(
        ProcessState.down(
            new Target(StatusCommand.WORKER, URI.create("http://b:8080")),
            "Nothing listens there."));
    table.add(
        new ProcessState(
            new Target(StatusCommand.WORKER, URI.create("http://c:8080")),
            true,
            true,
            Optional.empty(),
            json(
                "{'running':1,'incidents':[],'cache':{'bytes':1610612736,"
                    + "'limit_bytes':21474836480,'waiting':3,'shared':'s3://codecs'},"
                    + "'fleet':{'server':'temporal://t:7233/default','name':'spot','running':3,"
                    + "'slots':4}}"),
            List.of()));
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    table.print(out);
    out.flush();
    assertThat(text.toString().lines().map(line -> line.replaceAll(" {2,}", " | ").strip()))
        .containsExactly(
            "what | which | state | details",
            "orchestrator | http://a:8090 | up | 1 running, 2 waiting, 0 stopped, 0 finished, 0"
                + " failed, up for 1 d 2 h, codecsmith 1",
            "| campaign | campaign_1 night | running | iteration 7 of 20, best -91.50 %"
                + " (exp_iter3_x)",
            "| warning: no codec known saves more than 75 %",
            "| campaign | campaign_2 day | failed | iteration 0 of 5. There is no file /x.y4m.",
            "| store | /d | SQLite and files | 1.5 GiB free",
            "| fleet | temporal://t:7233/default | ask its workers by --worker URL",
            "| incident | http://b:8080 | worker down | since 2026-11-27T18:00:00Z: It does not"
                + " answer.",
            "| last error | 2026-11-27T19:00:00Z | The disk is full.",
            "| last crash | 2026-11-26T19:00:00Z | abc",
            "worker | http://b:8080 | DOWN | Nothing listens there.",
            "worker | http://c:8080 | up | 1 running, 0 queued, 0 done, 0 failed",
            "| cache | s3://codecs | 1.5 of 20.0 GiB, 3 artifacts wait for the shared store",
            "| fleet | temporal://t:7233/default | 3 of 4 steps of the fleet spot");
  }
}
