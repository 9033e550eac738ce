package dev.codecsmith.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A campaign as one file. */
@Timeout(300)
class HtmlReportTest {
  @TempDir private Path folder;

  @Test
  void theFileHoldsAllThatItShowsAndTextOfOthersIsText() throws Exception {
    String name = "<script>alert(1)</script> & more";
    TestFootage.write(folder.resolve("tiny.y4m"), 48, 32, 2);
    String data = folder.resolve("data").toString();
    Path campaign =
        Files.writeString(
            folder.resolve("c.yaml"), "name: '" + name + "'\nclips: [tiny.y4m]\niterations: 2\n");
    String _ =
        Spoken.by("run", "--campaign", campaign.toString(), "--data", data, "--no-dashboard").out();
    Path file = folder.resolve("report.html");
    String _ = Spoken.by("report", "--data", data, "--out", file.toString()).out();
    String html = Files.readString(file);
    assertThat(html)
        .contains("<h1>&lt;script&gt;alert(1)&lt;/script&gt; &amp; more</h1>", "The best programs")
        .contains("data:image/svg+xml;base64,", "2 of 2", "<th>tiny</th>")
        .contains("<th>x264-medium, by SSIM</th>")
        .contains("data:image/png;base64,", "tiny, frame 1, PSNR-YUV ", "as decoded")
        .doesNotContain("<script", "http://", "https://", "src=\"/", "href=");
    Spoken.by("report", "--data", data, "--out", folder.resolve("no/report.html").toString())
        .complainsOf("There is no folder");
  }
}
