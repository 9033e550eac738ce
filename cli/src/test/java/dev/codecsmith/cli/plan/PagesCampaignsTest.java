package dev.codecsmith.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The campaign files that the pages print as examples. */
final class PagesCampaignsTest {
  private static final Path ROOT =
      Path.of(System.getProperty("codecsmith.root", "..")).toAbsolutePath().normalize();

  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "docs/campaign-file.md",
        "docs/cloud-campaign.md",
        "docs/search-with-models.md"
      })
  void everyExampleCouldBeRunAsItStands(String page) throws IOException {
    List<String> examples = examples(page);
    assertThat(examples).isNotEmpty();
    for (String example : examples) {
      assertThatCode(() -> Campaigns.check(CampaignFile.of(ROOT.resolve("night.yaml"), example)))
          .as(example)
          .doesNotThrowAnyException();
    }
  }

  /** Paths in them are relative to the checkout; a hash that is cut short stands for any. */
  private static List<String> examples(String page) throws IOException {
    List<String> examples = new ArrayList<>();
    Matcher matcher = EXAMPLE.matcher(Files.readString(ROOT.resolve(page)));
    while (matcher.find()) {
      examples.add(matcher.group(1).replace("sha256=…", "sha256=" + "0".repeat(64)));
    }
    return examples;
  }
}
