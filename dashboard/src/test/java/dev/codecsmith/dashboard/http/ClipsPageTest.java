package dev.codecsmith.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.codecsmith.dashboard.StoredCampaign.T0;

import dev.codecsmith.dashboard.PicturedClips;
import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of clips, of which there are some. */
class ClipsPageTest extends AbstractBrowserTest {
  @TempDir private Path folder;

  @Override
  CampaignAnchors anchors() {
    try {
      return new PicturedClips(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aClipIsShownByAFrameOfItsMiddle() throws Exception {
    CampaignRecord any = new CampaignRecord("c", "c", "{}", T0);
    Clip clip = anchors().of(any).orElseThrow().settings().searchClips().getFirst();
    String settings =
        "{\"clips\":[{\"name\":\"%s\",\"sha256\":\"%s\",\"frames\":%d}]}"
            .formatted(clip.name(), clip.sha256(), clip.frames());
    CampaignRecord _ = store.putCampaignIfAbsent(new CampaignRecord("d", "d", settings, T0));
    page.navigate(server.address() + "#/clips/d");
    assertThat(page.locator("#other")).containsText("48 × 32");
    page.waitForFunction("() => document.querySelector('.thumbnail')?.naturalWidth === 48");
  }
}
